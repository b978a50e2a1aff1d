import type { End } from '../../src/shared/end';
import { AppError } from '../../src/shared/errors';

/** A call on a lost device may fail a moment before the loss itself is told; milliseconds. */
const LOSS_NOTICE_MS = 200;

/**
 * `job`, or a rejection when the device is lost or `limit` milliseconds pass before it ends: a graphics card may never
 * answer. Where the job fails and the device is found to be lost, the loss is told, being its cause.
 * @throws AppError `backend-failed`
 */
export async function withPatience<T>(job: Promise<T>, lost: End, limit: number): Promise<T> {
  const timer = startTimer(limit);
  const late = timer.passed.then(() => {
    throw new AppError('backend-failed', { provider: 'webgpu', cause: 'timeout', limit });
  });
  const outcome = job.catch(async (error: unknown) => {
    const notice = startTimer(LOSS_NOTICE_MS);
    await lost.before(notice.passed).finally(notice.clear);
    throw error;
  });
  // Whichever loses the race may still reject.
  outcome.catch(() => undefined);
  return lost.before(Promise.race([outcome, late])).finally(timer.clear);
}

function startTimer(milliseconds: number) {
  let id: ReturnType<typeof setTimeout> | undefined;
  const passed = new Promise<void>((resolve) => (id = setTimeout(resolve, milliseconds)));
  return { passed, clear: () => clearTimeout(id) };
}
