import { createSHA256, sha256 } from 'hash-wasm';
import { digest } from '../bytes/digest';

export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** The state so far, to be continued by `createSha256(state)`. */
  save(): Uint8Array;
  /** 64 lower-case hex digits. Ends the hash. */
  hex(): string;
}

/**
 * SHA-256 over bytes as they come. With the `state` of an earlier hash it continues there.
 *
 * @throws Error where `state` was saved by another version of hash-wasm; the caller then hashes from the beginning.
 */
export async function createSha256(state?: Uint8Array): Promise<Sha256> {
  const hash = await createSHA256();
  if (state) hash.load(state);
  else hash.init();
  return {
    update: (bytes) => void hash.update(bytes),
    save: () => hash.save(),
    hex: () => hash.digest('hex'),
  };
}

/**
 * SHA-256 of bytes that are all there, as 64 lower-case hex digits: by the browser, which is many times as fast and does
 * it beside this thread; insecure pages have to do without.
 */
export async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return (await digest(bytes)) ?? sha256(bytes);
}
