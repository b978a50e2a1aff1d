import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { convertCheckpoint } from './convert-checkpoint';
import { countingSource } from './testing/counting-source';
import { fixturePath, readFixture } from './testing/fixtures';

const ROOT = path.resolve(import.meta.dirname, '../..');
let folder = '';

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'convert-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Runs what `npm run convert -- ...args` runs, as from the temporary folder. */
function convert(...args: readonly string[]) {
  const { scripts } = JSON.parse(readFileSync(path.join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const [program = '', ...command] = (scripts['convert'] ?? '').split(' ');
  const env = { ...process.env, INIT_CWD: folder };
  return spawnSync(program, [...command, ...args], { cwd: ROOT, env, encoding: 'utf8' });
}

describe('npm run convert', { timeout: 30_000 }, () => {
  test('writes the model and says what it found', async () => {
    const checkpoint = 'checkpoints/yolov9t-ball-kaggle.pt';
    const { status, stdout, stderr } = convert(fixturePath(checkpoint), 'ball.onnx');
    expect(stderr).toBe('');
    expect(status).toBe(0);
    for (const line of [
      'Classes: 1: ball',
      'Trained at: 640 x 640 pixels',
      'Date: 2024-10-02',
      'Ultralytics: 8.3.3',
      'License: AGPL-3.0',
      'metrics/mAP50(B): 0.88023',
      'Wrote ball.onnx',
    ]) {
      expect(stdout).toContain(line);
    }
    const { onnx } = await convertCheckpoint(countingSource(readFixture(checkpoint)));
    expect(Buffer.compare(onnx, readFileSync(path.join(folder, 'ball.onnx')))).toBe(0);
  });

  test.each([
    ['a picture', 'images/bus.jpg', 'This is not a PyTorch checkpoint'],
    [
      'YOLOv5 before Ultralytics 8',
      'checkpoints/yolov5n-legacy-v6.pt',
      'The network (models.yolo.Model) was made by YOLOv5',
    ],
    [
      'a head without its strides',
      'checkpoints/yolov8m-tiny-width.pt',
      'yolo export model=best.pt format=onnx',
    ],
  ])('refuses %s in a sentence', (_, fixture, sentence) => {
    const { status, stdout, stderr } = convert(fixturePath(fixture), 'none.onnx');
    expect(status).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toContain(sentence);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(existsSync(path.join(folder, 'none.onnx'))).toBe(false);
  });

  test('refuses a file that is cut short, one that is missing, and the wrong arguments', () => {
    writeFileSync(
      path.join(folder, 'cut.pt'),
      readFixture('checkpoints/yolov8n-cls-narrow.pt').subarray(0, 500_000),
    );
    expect(convert('cut.pt', 'none.onnx')).toMatchObject({
      status: 1,
      stderr: 'cut.pt: The file ends too early: its download or copy was not completed.\n',
    });
    expect(convert('missing.pt', 'none.onnx')).toMatchObject({
      status: 1,
      stderr: 'missing.pt: There is no such file.\n',
    });
    expect(convert('cut.pt')).toMatchObject({
      status: 1,
      stderr: 'Usage: npm run convert -- best.pt best.onnx\n',
    });
    expect(convert('cut.pt', './cut.pt').status).toBe(1);
  });
});
