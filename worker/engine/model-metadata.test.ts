import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { fixture } from '../../.config/fixtures';
import { bytesSource } from './bytes-source';
import { describeModel } from './describe-model';
import { readOnnxProperties } from './onnx/onnx-properties';
import { parseClassNames } from './parse-class-names';

describe('readOnnxProperties', () => {
  const bytes = new Uint8Array(readFileSync(fixture('onnx/yolov8n-coco-640.onnx')));

  test('reads what an Ultralytics export says of itself', async () => {
    const metadata = describeModel(await readOnnxProperties(bytesSource(bytes)), [1, 3, 640, 640]);
    expect(metadata).toMatchObject({
      task: 'detect',
      stride: 32,
      inputSize: { width: 640, height: 640 },
      dynamic: false,
    });
    expect(metadata.names).toHaveLength(80);
    expect([metadata.names[0], metadata.names[79]]).toEqual(['person', 'toothbrush']);
  });

  test.each([0.01, 0.25, 0.5, 0.99])('tells a file that ends after %f of it', async (share) => {
    const part = bytes.subarray(0, Math.floor(bytes.length * share));
    await expect(readOnnxProperties(bytesSource(part))).rejects.toThrow('model-truncated');
  });

  test.each([
    ['a web page', '<!doctype html><html><body>Not found</body></html>'],
    ['text', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12\n'],
    ['nothing', ''],
  ])('refuses %s', async (_, text) => {
    const page = bytesSource(new TextEncoder().encode(text));
    await expect(readOnnxProperties(page)).rejects.toThrow(/model-(not-onnx|truncated)/);
  });
});

describe('parseClassNames', () => {
  test.each([
    ["{0: 'dust_storm'}", ['dust_storm']],
    ["{0: 'person', 1: \"driver's seat\"}", ['person', "driver's seat"]],
    ["{0: 'a\\'b', 1: 'caf\\xe9'}", ["a'b", 'café']],
    ["{1: 'b', 0: 'a',}", ['a', 'b']],
    ["{2: 'c'}", ['0', '1', 'c']],
    ['{}', []],
  ])('%s', (text, names) => {
    expect(parseClassNames(text)).toEqual(names);
  });

  test.each(['', 'person', "{0: 'a'", '{0: a}', "{99999: 'a'}", "{'a': 0}", "{0: 'a'} + evil()"])(
    'refuses %s',
    (text) => {
      expect(parseClassNames(text)).toBeUndefined();
    },
  );
});

describe('describeModel', () => {
  test('knows dynamic axes and takes the size from imgsz', () => {
    const metadata = describeModel(new Map([['imgsz', '[960, 1280]']]), ['batch', 3, 'height', 'width']);
    expect(metadata).toMatchObject({ dynamic: true, inputSize: { height: 960, width: 1280 }, names: [] });
  });

  test.each(['', '[31, 31]', '[100000, 100000]', '[0, 0]', 'abc'])(
    'falls back to 640 for imgsz %s',
    (imgsz) => {
      const { inputSize } = describeModel(new Map([['imgsz', imgsz]]), ['b', 3, 'h', 'w']);
      expect(inputSize).toEqual({ width: 640, height: 640 });
    },
  );
});
