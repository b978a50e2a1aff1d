import { readFileSync } from 'node:fs';
import { fixture } from '../../.config/fixtures';
import type { ByteSource } from '../../src/shared/byte-source';
import { convertCheckpoint } from '../../worker/convert/convert-checkpoint';
import { widenCheckpoint } from '../../worker/convert/testing/widen-checkpoint';
import { bundledModelBytes } from '../support/onnx-files';

export interface BenchModel {
  readonly id: string;
  /** Takes a picture of any shape. */
  readonly dynamic: boolean;
  /** Fetched from the hub and converted there and then, or an ONNX file of the site itself. */
  readonly checkpoint: boolean;
  /** The file that the site is given, and the ONNX file that the bare page runs. */
  load(): Promise<{ file: Uint8Array; onnx: Uint8Array }>;
}

/** The models that are measured, the site's own first. */
export const BENCH_MODELS: readonly BenchModel[] = [
  { id: 'bundled', dynamic: true, checkpoint: false, load: () => ready(bundledModelBytes()) },
  ...['yolov8n-coco-640', 'yolov8n-coco-dynamic'].map((name) => ({
    id: `${name}.onnx`,
    dynamic: name.endsWith('dynamic'),
    checkpoint: false,
    load: () => ready(readFileSync(fixture(`onnx/${name}.onnx`))),
  })),
  {
    id: 'yolov8n-coco.pt',
    dynamic: true,
    checkpoint: true,
    load: () => converted(readFileSync(fixture('checkpoints/yolov8n-coco.pt'))),
  },
  {
    // As an interrupted training leaves it: 148 MiB, of which a third is the network, 25.9 million parameters.
    id: 'yolov8m-sized.pt',
    dynamic: true,
    checkpoint: true,
    load: async () => {
      const widening = { factor: 5.25, unfinished: true, side: 640 };
      return converted(await widenCheckpoint('checkpoints/yolov8m-narrow.pt', widening));
    },
  },
];

function ready(bytes: Uint8Array) {
  return Promise.resolve({ file: bytes, onnx: bytes });
}

async function converted(file: Uint8Array) {
  const source: ByteSource = {
    size: file.length,
    read: (start, end) => Promise.resolve(Uint8Array.from(file.subarray(start, end))),
  };
  return { file, onnx: (await convertCheckpoint(source)).onnx };
}
