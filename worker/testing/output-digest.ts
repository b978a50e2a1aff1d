import { createHash } from 'node:crypto';
import type { Tensor } from 'onnxruntime-web/wasm';

/** SHA-256 of an output's bytes: hundreds of thousands of values are equal bit by bit where these are. */
export function outputDigest(output: Tensor | undefined): string {
  const { buffer, byteOffset, byteLength } = output?.data as Float32Array;
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
}
