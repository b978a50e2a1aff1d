import type {
  DetectRequest,
  DetectResult,
  OpenedModel,
  OpenModelRequest,
  WorkerApi,
} from '../src/shared/api';
import { AppError } from '../src/shared/errors';
import type { OnProgress } from '../src/shared/progress';
import { CONFIDENCE_FLOOR } from '../src/shared/settings';
import type { CatalogueEntry, ModelMetadata } from '../src/shared/types';
import type { Engine } from './engine/create-engine';
import { describeModel } from './engine/describe-model';
import { readOnnxProperties } from './engine/onnx-properties';
import type { Session } from './engine/open-session';
import { decodePicture } from './pictures/decode-picture';
import { findHead } from './vision/heads/find-head';
import { layOutPicture, placementOf } from './vision/lay-out-picture';
import { letterbox } from './vision/letterbox';
import { selectCandidates } from './vision/select-candidates';
import { suppress } from './vision/suppress';

export interface ApiDeps {
  aliveLock(): Promise<string>;
  catalogue(address: string): Promise<readonly CatalogueEntry[]>;
  /** Brings the engine up; called once. */
  startEngine(onProgress: OnProgress): Promise<Engine>;
  /** The verified bytes of a model. */
  readModel(
    model: CatalogueEntry,
    onProgress: OnProgress,
  ): Promise<{ readonly bytes: Uint8Array; readonly sha256: string }>;
  now(): number;
}

interface Opened {
  readonly session: Session;
  readonly metadata: ModelMetadata;
}

/** Joins the parts of the worker. One worker opens one engine and one model; another model takes another worker. */
export function createApi(deps: ApiDeps): WorkerApi {
  let opened: Opened | undefined;
  let tensor = new Float32Array(0);

  async function openModel({ model }: OpenModelRequest, onProgress: OnProgress): Promise<OpenedModel> {
    const [engine, { bytes, sha256 }] = await Promise.all([
      deps.startEngine(onProgress),
      deps.readModel(model, onProgress),
    ]);
    const properties = readOnnxProperties(bytes);
    const session = await engine.open(bytes);
    const { namesKnown, ...metadata } = describeModel(properties, session.inputShape);
    checkDetector(session, metadata, namesKnown);
    opened = { session, metadata };
    return { id: model.id, label: model.label, sha256, size: bytes.length, metadata, engine: engine.report };
  }

  async function detect({ picture, inputSize, iou, agnostic }: DetectRequest): Promise<DetectResult> {
    if (!opened) throw new AppError('inference-failed', { reason: 'no model is open' });
    const { session, metadata } = opened;
    const started = deps.now();
    const decoded = await decodePicture(picture);
    const afterDecode = deps.now();

    const { dynamic, stride } = metadata;
    const target = dynamic && inputSize ? { width: inputSize, height: inputSize } : metadata.inputSize;
    const layout = layOutPicture(decoded, { target, rect: dynamic, stride });
    const length = 3 * layout.input.width * layout.input.height;
    if (tensor.length !== length) tensor = new Float32Array(length);
    letterbox(decoded.pixels, layout, tensor);
    const afterLetterbox = deps.now();

    const output = await session.run(tensor, layout.input);
    const afterInference = deps.now();

    const head = findHead(output.shape, metadata.names.length || undefined);
    if (!head)
      throw new AppError('model-not-detector', { reason: `its output is ${output.shape.join(' x ')}` });
    const candidates = selectCandidates(head, output, CONFIDENCE_FLOOR, placementOf(layout));
    const detections = suppress(candidates, { iou, agnostic });
    const timings = {
      decode: afterDecode - started,
      letterbox: afterLetterbox - afterDecode,
      inference: afterInference - afterLetterbox,
      suppression: deps.now() - afterInference,
    };
    return { candidates, detections, timings };
  }

  return {
    aliveLock: () => deps.aliveLock(),
    catalogue: (address) => deps.catalogue(address),
    openModel,
    detect,
    suppress: (candidates, thresholds) => Promise.resolve(suppress(candidates, thresholds)),
  };
}

/** @throws AppError `model-not-detector` where task or shapes say that the answer would not be boxes. */
function checkDetector({ outputShapes }: Session, { task, names }: ModelMetadata, namesKnown: boolean): void {
  if (task !== 'detect') throw new AppError('model-not-detector', { reason: `its task is "${task}"` });
  const shape = outputShapes[0] ?? [];
  // Dynamic axes are only known after a run; a stand-in keeps them from being mistaken for a layout.
  const sizes = shape.map((side) => (typeof side === 'number' && side > 0 ? side : 0));
  const certain = sizes.length > 0 && !sizes.includes(0);
  if (certain && !findHead(sizes, namesKnown ? names.length : undefined)) {
    throw new AppError('model-not-detector', { reason: `its output is ${shape.join(' x ')}` });
  }
}
