import type { ModelFormat } from '../../src/shared/models-api';

/** What a file is by its name. */
export function modelFormat(path: string): ModelFormat {
  if (/\.onnx$/i.test(path)) return 'onnx';
  return /\.(?:pt|pth|ckpt)$/i.test(path) ? 'checkpoint' : 'unknown';
}
