import type {
  Backend,
  DetectRequest,
  DetectResult,
  EngineApi,
  ModelFile,
  OpenedModel,
  OpenOptions,
  Provider,
} from '../src/shared/engine-api';
import { AppError } from '../src/shared/errors';
import type { ModelBytes } from '../src/shared/model-bytes';
import type { OnProgress } from '../src/shared/progress';
import { atRest } from './at-rest';
import type { Engine } from './engine/create-engine';
import { describeModel } from './engine/describe-model';
import type { Session } from './engine/open-session';
import { lookThroughModel, type LookedThrough } from './engine/weights/model-source';
import { openChecked } from './open-checked';
import { checkDetector, runDetector, type Detector } from './run-detector';
import { suppress } from './vision/suppress';

export interface EngineDeps {
  aliveLock(): Promise<string>;
  /** Brings the engine up; called once. */
  startEngine(backend: Backend, onProgress: OnProgress): Promise<Engine>;
  /** Milliseconds. */
  now(): number;
}

interface Looked extends LookedThrough {
  readonly sha256: string;
}

/** Have V8 optimize what a large model lacks of the 1 MB: a twentieth. */
const LIGHT = ['wide', 'wide'] as const;
/** The same for any, and some more; the deep ones take 36 MB. */
const FULL = [...LIGHT, 'wide', 'wide', 'deep', 'deep', 'deep'] as const;
/** Before each rehearsal; milliseconds. */
const REST = 300;

/** Joins engine and vision. One worker brings up one engine and has one model open at a time. */
export function createEngineApi(deps: EngineDeps): EngineApi {
  let engine: Promise<Engine> | undefined;
  let provider: Provider | undefined;
  let looked: Promise<Looked> | undefined;
  let opened: Detector | undefined;
  let before: Promise<unknown> = Promise.resolve();
  const rest = atRest(REST);

  /** One after the other: onnxruntime does one thing at a time, and each detection gets to its boxes. */
  function inTurn<T>(step: () => Promise<T>): Promise<T> {
    const job = before.then(step);
    before = job.catch(() => undefined);
    return job;
  }

  /** The same, and rehearsals wait for it. */
  function inTurnFirst<T>(step: () => Promise<T>): Promise<T> {
    rest.begin();
    return inTurn(step).finally(() => rest.end());
  }

  async function start(backend: Backend, onProgress: OnProgress): Promise<void> {
    provider = backend.provider;
    const starting = (engine ??= deps.startEngine(backend, onProgress));
    // A failed fetch may be tried again; a failed start of the runtime latches and takes a new worker.
    starting.catch(() => (engine = undefined));
    await starting;
  }

  async function look({ file, sha256 }: ModelFile, bytes?: ModelBytes): Promise<Looked> {
    return { sha256, ...(await lookThroughModel(file, bytes)) };
  }

  async function lookThrough(file: ModelFile, bytes: ModelBytes | undefined): Promise<void> {
    // Of one that is not opened after all.
    void looked?.then(({ model }) => model.reader.close()).catch(() => undefined);
    const { model } = await (looked = look(file, bytes));
    if (provider === 'wasm') model.plain();
  }

  async function openModel(file: ModelFile, options: OpenOptions): Promise<OpenedModel> {
    const ready = await engine;
    if (!ready) throw new AppError('engine-failed', { reason: 'it was not started' });
    const { id, label, sha256 } = file;
    const early = await looked;
    const { properties, model } = early?.sha256 === sha256 ? early : await look(file);
    const describe = (session: Session) => {
      const { namesKnown, ...metadata } = describeModel(properties, session.inputShape);
      checkDetector(session, metadata, namesKnown);
      return metadata;
    };
    return inTurnFirst(async () => {
      // What was asked of the model before it has been answered.
      await opened?.session.release();
      opened = undefined;
      const { session, metadata, half } = await openChecked(ready, model, options, describe);
      opened = { session, metadata };
      const report = { ...ready.report(options.provider), half };
      return { id, label, sha256, size: file.file.size, metadata, engine: report };
    });
  }

  async function detectNow(request: DetectRequest): Promise<DetectResult> {
    if (!opened) throw new AppError('inference-failed', { reason: 'no model is open' });
    return runDetector(opened, request, () => deps.now());
  }

  async function rehearse(fully: boolean): Promise<boolean> {
    for (const network of fully ? FULL : LIGHT) {
      await rest.comes();
      const rehearseOnce = (await engine)?.rehearse;
      // It is of the CPU's part of a runtime, which does nothing of a network that a graphics card runs.
      if (opened?.session.provider !== 'wasm' || !rehearseOnce) return false;
      await inTurn(() => rehearseOnce(network));
    }
    return true;
  }

  return {
    aliveLock: () => deps.aliveLock(),
    start,
    lookThrough,
    openModel,
    detect: (request) => inTurnFirst(() => detectNow(request)),
    rehearse,
    suppress: (candidates, thresholds) => Promise.resolve(suppress(candidates, thresholds)),
  };
}
