import type { OpenOptions } from '../src/shared/engine-api';
import { AppError } from '../src/shared/errors';
import type { ModelMetadata, Size } from '../src/shared/types';
import { halveComputation } from './convert/onnx/halve-computation';
import type { Engine } from './engine/create-engine';
import type { Session, SessionOutput } from './engine/open-session';
import { modelSource, withBytes, type ModelSource } from './engine/weights/model-source';
import { agree } from './vision/agree';
import { brokenOutput } from './vision/broken-output';
import { findHead } from './vision/heads/find-head';
import type { Proposals } from './vision/heads/head';
import { probeTensor } from './vision/probe-tensor';

/** Side of the probe picture where the model leaves it open: small, since a first run compiles every shader. */
const PROBE_SIDE = 160;

/** The session's metadata, once its shapes are known. @throws AppError `model-not-detector` */
export type Describe = (session: Session) => ModelMetadata;

interface Trusted {
  readonly session: Session;
  /** Its layers compute in float16. */
  readonly half: boolean;
}

export interface CheckedSession extends Trusted {
  readonly metadata: ModelMetadata;
}

/** A probe picture and the CPU's answer to it. */
interface Probe {
  readonly tensor: Uint8Array<ArrayBuffer>;
  readonly size: Size;
  readonly metadata: ModelMetadata;
  readonly expected: Proposals;
}

/**
 * Opens a model. With `check`, WebGPU's answer to a probe picture is compared with the
 * CPU's first: a graphics driver may answer with zeros, NaN or wrong numbers and report no error. With `half`, float16
 * is tried before float32 where the model allows for it, under the same check.
 * @throws AppError `backend-failed` where WebGPU cannot be trusted, `model-not-detector`
 */
export async function openChecked(
  engine: Engine,
  model: ModelSource,
  options: OpenOptions,
  describe: Describe,
): Promise<CheckedSession> {
  const trusted = await openTrusted(engine, model, options, describe);
  try {
    return { ...trusted, metadata: describe(trusted.session) };
  } catch (error) {
    await trusted.session.release();
    throw error;
  }
}

async function openTrusted(
  engine: Engine,
  model: ModelSource,
  { provider, check, half }: OpenOptions,
  describe: Describe,
): Promise<Trusted> {
  const onGpu = provider === 'webgpu';
  const halved = onGpu && half ? await withBytes(model.file, halveComputation) : undefined;
  const halvedModel = halved && (await modelSource(new Blob([halved])));
  if (!onGpu || !check) {
    return { session: await engine.open(halvedModel ?? model, provider), half: halvedModel !== undefined };
  }
  const probe = await probeOnCpu(engine, model, describe);
  if (halvedModel) {
    const session = await openIfAgreeing(engine, halvedModel, probe).catch(onlyItsBackendFailed);
    if (session) return { session, half: true };
  }
  return { session: await openIfAgreeing(engine, model, probe), half: false };
}

async function probeOnCpu(engine: Engine, model: ModelSource, describe: Describe): Promise<Probe> {
  const session = await engine.open(model, 'wasm');
  const metadata = describe(session);
  const size = probeSize(metadata);
  const tensor = probeTensor(size);
  const expected = proposals(await session.run(tensor, size), metadata);
  await session.release();
  return { tensor, size, metadata, expected };
}

async function openIfAgreeing(
  engine: Engine,
  model: ModelSource,
  { tensor, size, metadata, expected }: Probe,
): Promise<Session> {
  const session = await engine.open(model, 'webgpu');
  const answer = await session.run(tensor, size);
  const broken = brokenOutput(answer);
  if (broken !== 'not-finite' && agree(expected, proposals(answer, metadata))) return session;
  await session.release();
  throw new AppError('backend-failed', { provider: 'webgpu', cause: broken ?? 'differs' });
}

function onlyItsBackendFailed(error: unknown): undefined {
  if (!(error instanceof AppError && error.code === 'backend-failed')) throw error;
}

function probeSize({ dynamic, inputSize, stride }: ModelMetadata): Size {
  if (!dynamic) return inputSize;
  const side = Math.ceil(PROBE_SIDE / stride) * stride;
  return { width: side, height: side };
}

/** Everything the network says, confident or not. */
function proposals(output: SessionOutput, { names }: ModelMetadata): Proposals {
  const head = findHead(output.shape, names.length || undefined);
  if (!head)
    throw new AppError('model-not-detector', { reason: `its output is ${output.shape.join(' x ')}` });
  return head.read(output, -Infinity);
}
