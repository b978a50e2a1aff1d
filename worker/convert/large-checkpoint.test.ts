import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, test, vi } from 'vitest';
import { convertCheckpoint } from './convert-checkpoint';
import { openCheckpoint } from './open-checkpoint';
import { countingSource } from './testing/counting-source';
import { readFixture } from './testing/fixtures';
import { widenCheckpoint } from './testing/widen-checkpoint';

vi.setConfig({ testTimeout: 30_000 });

const MEBIBYTE = 2 ** 20;

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

function usedMemory(): number {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}

test('of an unfinished training of YOLOv8n, 19.3 MB, at most 6.8 MB are read', async () => {
  const source = countingSource(readFixture('checkpoints/yolov8n-coco-unstripped.pt'));
  const progress: number[] = [];
  const onProgress = ({ received, total }: { received: number; total: number }) =>
    progress.push(received / total);
  const { origin, summary } = await convertCheckpoint(source, { onProgress });
  console.log(`read ${source.bytesRead} bytes in ${source.reads} reads`);
  expect(source.bytesRead).toBeLessThanOrEqual(6.8e6);
  expect(source.reads).toBeLessThan(12);
  expect(origin.ranges.reduce((sum, { start, end }) => sum + end - start, 0)).toBe(source.bytesRead);
  expect(progress).toEqual(progress.toSorted((a, b) => a - b));
  expect(progress.at(-1)).toBe(1);
  expect(summary).toMatchObject({ origin: 'ema', epoch: 37, parameters: 3_157_200 });
});

test('opening alone reads a fraction of that', async () => {
  const source = countingSource(readFixture('checkpoints/yolov8n-coco-unstripped.pt'));
  const { bytesNeeded } = await openCheckpoint(source);
  expect(source.bytesRead).toBeLessThan(250_000);
  expect(source.bytesRead + bytesNeeded).toBeLessThanOrEqual(6.8e6);
});

test(
  'of an unfinished training of YOLOv8m, 148 MiB, at most 51 MiB are read, in under 3 s of a core',
  { timeout: 60_000 },
  async () => {
    const bytes = await widenCheckpoint('checkpoints/yolov8m-narrow.pt', { factor: 5.25, unfinished: true });
    expect(bytes.length).toBeGreaterThan(145 * MEBIBYTE);
    const source = countingSource(bytes);
    collectGarbage();
    const memory = usedMemory();
    // Whatever else the machine does.
    const begin = process.cpuUsage();
    const { onnx, summary } = await convertCheckpoint(source);
    const { user, system } = process.cpuUsage(begin);
    const took = (user + system) / 1000;
    // What was read, what was made and what the collector has not yet freed of what lay between.
    const used = usedMemory() - memory;
    console.log(
      `${summary.parameters} parameters of ${bytes.length} bytes: read ${source.bytesRead} in ${source.reads} reads, ` +
        `made ${onnx.length} in ${Math.round(took)} ms with ${Math.round(used / 1e6)} MB`,
    );
    expect(summary.parameters).toBeGreaterThan(25e6);
    expect(source.bytesRead).toBeLessThanOrEqual(51 * MEBIBYTE);
    expect(source.reads).toBeLessThan(60);
    expect(onnx.length).toBeLessThan(53e6);
    expect(took).toBeLessThan(3_000);
    expect(used).toBeLessThan(220e6);
  },
);
