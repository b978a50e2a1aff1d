import { expect, test, vi } from 'vitest';
import { convertCheckpoint } from './convert-checkpoint';
import { countingSource } from './testing/counting-source';
import { readFixture } from './testing/fixtures';
import { readMetadata } from './testing/read-metadata';

vi.setConfig({ testTimeout: 30_000 });

const converted = async (name: string) =>
  readMetadata((await convertCheckpoint(countingSource(readFixture(`checkpoints/${name}.pt`)))).onnx);

test('the entries are those of the Ultralytics export of the same network', async () => {
  const ours = await converted('yolov8n-coco');
  const theirs = readMetadata(readFixture('onnx/yolov8n-coco-dynamic.onnx'));
  for (const key of ['description', 'version', 'stride', 'task', 'batch', 'imgsz', 'names']) {
    expect(ours.get(key), key).toBe(theirs.get(key));
  }
  expect(ours.get('date')).toBe('2026-11-22T19:49:34.954517');
  expect(ours.get('license')).toBe('AGPL-3.0 (https://ultralytics.com/license)');
  expect(ours.has('author')).toBe(false);
});

test('a training of one class', async () => {
  const metadata = await converted('yolov9t-ball-kaggle');
  expect(metadata.get('names')).toBe("{0: 'ball'}");
  expect(metadata.get('version')).toBe('8.3.3');
  expect(metadata.get('date')).toBe('2024-10-02T17:55:55.257416');
});

test('what other tasks and heads add', async () => {
  expect((await converted('yolov8n-pose-narrow')).get('kpt_shape')).toBe('[17, 3]');
  expect((await converted('yolov10n-narrow')).get('end2end')).toBe('True');
  expect((await converted('yolov8n-cls-narrow')).get('task')).toBe('classify');
});
