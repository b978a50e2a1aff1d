import { readFileSync } from 'node:fs';
import { fixture, readFixtureJson } from '../.config/fixtures';
import { expect, test } from './support/hub-test';
import { sha256 } from './support/stored-models';

const BYTES = readFileSync(fixture('onnx/yolov8n-coco-640.onnx'));
const REFERENCE = 'ultra/yolov8/onnx/yolov8n-coco-640.onnx';

interface Golden {
  readonly cases: readonly {
    readonly model: string;
    readonly image: string;
    readonly conf: number;
    readonly iou: number;
    readonly max_det: number;
    readonly agnostic_nms: boolean;
    readonly detections: readonly {
      readonly class_id: number;
      readonly confidence: number;
      readonly box: readonly number[];
    }[];
  }[];
}

test.use({
  hubOptions: {
    repos: [{ name: 'ultra/yolov8', files: [{ path: 'onnx/yolov8n-coco-640.onnx', bytes: BYTES }] }],
  },
});

test('a model of the hub finds the reference boxes with hub and site gone', async ({
  app,
  panel,
  hub,
  site,
  page,
}) => {
  const golden = (readFixtureJson('golden/detections.json') as Golden).cases.find(
    ({ model, image }) => model === 'onnx/yolov8n-coco-640.onnx' && image === 'bus.png',
  );
  if (!golden) throw new Error('no reference answer for bus.png');

  await app.open(site.address);
  await panel.open();
  await panel.add(REFERENCE);
  const row = panel.row(REFERENCE);
  await row.download();
  await expect(row.sha256.locator('code')).toHaveAttribute('title', `${sha256(BYTES)}, as published`);
  await app.modelReady();

  await Promise.all([hub.stop(), site.stop()]);
  await expect(fetch(site.address)).rejects.toThrow();
  await page.reload();
  await app.modelReady();
  await app.model.selectOption(REFERENCE);
  await app.modelReady();
  await app.add(fixture('images/bus.png'));
  await app.confidence.fill(String(golden.conf));
  await app.overlap.fill(String(golden.iou));
  await app.maxDetections.fill(String(golden.max_det));
  await app.agnostic.setChecked(golden.agnostic_nms);
  await app.run({ done: 1 });
  const { detections } = await app.downloadJson();
  expect(detections.map(({ class_id }) => class_id)).toEqual(
    golden.detections.map(({ class_id }) => class_id),
  );
  for (const [i, { confidence, box }] of golden.detections.entries()) {
    const found = detections[i];
    expect(Math.abs((found?.confidence ?? NaN) / 100 - confidence)).toBeLessThanOrEqual(0.003);
    for (const [side, value] of box.entries()) {
      expect(Math.abs((found?.box[side] ?? NaN) - value)).toBeLessThanOrEqual(0.25);
    }
  }
});
