import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fixture, readFixtureJson } from '../.config/fixtures';
import { compareGroup, settingsOf, type GoldenCase } from './support/golden';
import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';

const MODELS = [
  { onnx: 'onnx/yolov8n-coco-640.onnx', golden: 'onnx/yolov8n-coco-640.onnx', cases: 8 },
  { onnx: 'onnx/yolov8n-coco-int8-640.onnx', golden: 'onnx/yolov8n-coco-int8-640.onnx', cases: 2 },
  // Ultralytics gives a checkpoint the smallest rectangle, as the app does a model with free sides.
  { onnx: 'onnx/yolov8n-coco-dynamic.onnx', golden: 'checkpoints/yolov8n-coco.pt', cases: 16 },
];

for (const { onnx, golden, cases } of MODELS) {
  test.describe(onnx, () => {
    test.use({ hosting: { headers: ISOLATION, overlays: hosted(onnx) } });
    test(`answers as Ultralytics does for ${golden}`, async ({ app, site }) => {
      const file = readFixtureJson('golden/detections.json') as { cases: readonly GoldenCase[] };
      const mine = file.cases.filter(({ model }) => model === golden);
      expect(mine).toHaveLength(cases);
      await app.open(site.address);
      for (const settings of new Set(mine.map(settingsOf))) {
        const group = mine.filter((golden) => settingsOf(golden) === settings);
        await compareGroup(app, group);
      }
    });
  });
}

/** The site with this model in its catalogue. */
function hosted(onnx: string) {
  const bytes = readFileSync(fixture(onnx));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const entry = {
    id: 'golden',
    label: 'Golden',
    address: './models/golden.onnx',
    sha256,
    size: bytes.length,
  };
  return {
    'models.json': { body: JSON.stringify({ models: [entry] }) },
    'models/golden.onnx': { file: fixture(onnx) },
  };
}
