import type {
  DetectRequest,
  DetectResult,
  EngineApi,
  ModelFile,
  OpenedModel,
} from '../src/shared/engine-api';
import { AppError } from '../src/shared/errors';
import type { OnProgress } from '../src/shared/progress';
import { CONFIDENCE_FLOOR } from '../src/shared/settings';
import type { ModelMetadata } from '../src/shared/types';
import type { Engine } from './engine/create-engine';
import { describeModel } from './engine/describe-model';
import { bytesSource } from './engine/bytes-source';
import { readOnnxProperties } from './engine/onnx-properties';
import type { Session } from './engine/open-session';
import { decodePicture } from './pictures/decode-picture';
import { findHead } from './vision/heads/find-head';
import { layOutPicture, placementOf } from './vision/lay-out-picture';
import { letterbox } from './vision/letterbox';
import { selectCandidates } from './vision/select-candidates';
import { suppress } from './vision/suppress';

export interface EngineDeps {
  aliveLock(): Promise<string>;
  /** Brings the engine up; called once. */
  startEngine(onProgress: OnProgress): Promise<Engine>;
  /** Milliseconds. */
  now(): number;
}

interface Opened {
  readonly session: Session;
  readonly metadata: ModelMetadata;
}

/** Joins engine, pictures and vision. One worker brings up one engine and opens one model. */
export function createEngineApi(deps: EngineDeps): EngineApi {
  let engine: Promise<Engine> | undefined;
  let opened: Opened | undefined;
  let tensor = new Float32Array(0);

  function started(onProgress: OnProgress): Promise<Engine> {
    const starting = (engine ??= deps.startEngine(onProgress));
    // A failed fetch may be tried again; a failed start of the runtime latches and takes a new worker.
    starting.catch(() => (engine = undefined));
    return starting;
  }

  async function openModel({ id, label, sha256, bytes }: ModelFile): Promise<OpenedModel> {
    const ready = await started(() => undefined);
    const properties = await readOnnxProperties(bytesSource(bytes));
    const session = await ready.open(bytes);
    const { namesKnown, ...metadata } = describeModel(properties, session.inputShape);
    checkDetector(session, metadata, namesKnown);
    opened = { session, metadata };
    return { id, label, sha256, size: bytes.length, metadata, engine: ready.report };
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
    start: async (onProgress) => (await started(onProgress)).report,
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
