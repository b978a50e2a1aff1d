import type { OpenOptions } from '../src/shared/engine-api';
import { AppError } from '../src/shared/errors';
import type { ModelMetadata, Size } from '../src/shared/types';
import type { Engine } from './engine/create-engine';
import type { ModelSource } from './engine/weights/model-source';
import type { Session, SessionOutput } from './engine/open-session';
import { agree } from './vision/agree';
import { brokenOutput } from './vision/broken-output';
import { findHead } from './vision/heads/find-head';
import type { Proposals } from './vision/heads/head';
import { probeTensor } from './vision/probe-tensor';

/** Side of the probe picture where the model leaves it open: small, since a first run compiles every shader. */
const PROBE_SIDE = 160;

/** The session's metadata, once its shapes are known. @throws AppError `model-not-detector` */
export type Describe = (session: Session) => ModelMetadata;

/**
 * Opens a model. With `check`, WebGPU's answer to a probe picture is compared with the CPU's first: a graphics driver
 * may answer with zeros, NaN or wrong numbers and report no error.
 * @throws AppError `backend-failed` where it cannot be trusted
 */
export async function openChecked(
  engine: Engine,
  model: ModelSource,
  { provider, check }: OpenOptions,
  describe: Describe,
): Promise<Session> {
  if (provider !== 'webgpu' || !check) return engine.open(model, provider);
  const cpu = await engine.open(model, 'wasm');
  const metadata = describe(cpu);
  const size = probeSize(metadata);
  const probe = probeTensor(size);
  const expected = await cpu.run(probe, size);
  await cpu.release();
  const session = await engine.open(model, provider);
  const answer = await session.run(probe, size);
  const same = agree(proposals(expected, metadata), proposals(answer, metadata));
  const broken = brokenOutput(answer);
  if (broken === 'not-finite' || !same) {
    throw new AppError('backend-failed', { provider, cause: broken ?? 'differs' });
  }
  return session;
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
