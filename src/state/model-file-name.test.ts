import { expect, it } from 'vitest';
import { modelFileName } from './model-file-name';

it.each([
  ['owner/repo/weights/storms.onnx', 'onnx', 'storms.onnx'],
  ['owner/repo@v2:storms.onnx', 'onnx', 'storms.onnx'],
  ['owner/repo@v2:weights/best.pt', 'checkpoint', 'best.onnx'],
  ['https://example.org/models/storms.onnx?download=true', 'onnx', 'storms.onnx'],
  ['last.epoch-3.pt', 'checkpoint', 'last.epoch-3.onnx'],
  ['https://example.org/', 'unknown', 'model.onnx'],
] as const)('%s, %s, is saved as %s', (source, format, name) => {
  expect(modelFileName(source, format)).toBe(name);
});
