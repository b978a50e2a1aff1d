import { AppError } from '../../src/shared/errors';
import type { Ort } from './runtimes';

/**
 * A promise that rejects with `backend-failed` once the graphics device that `ort` works on is lost, e.g. by a reset
 * of its driver. What was under way on it may never end, or end with zeros.
 */
export function deviceLoss(ort: Ort): Promise<never> {
  const lost = (async () => {
    const device = (await ort.env.webgpu.device) as unknown as Partial<LosableDevice>;
    const info = await device.lost;
    throw new AppError('backend-failed', {
      provider: 'webgpu',
      cause: 'lost',
      reason: info?.message ?? '',
    });
  })();
  // Heard where a run is waited for.
  lost.catch(() => undefined);
  return lost;
}

/** The part of a `GPUDevice` that is used. */
interface LosableDevice {
  readonly lost: Promise<{ readonly message: string }>;
}
