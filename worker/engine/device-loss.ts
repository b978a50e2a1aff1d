import { createEnd, type End } from '../../src/shared/end';
import { AppError } from '../../src/shared/errors';
import type { Ort } from './runtimes';

/**
 * Comes with `backend-failed` once the graphics device that `ort` works on is lost, e.g. by a reset of its driver. What was under way on it may never end, or end with zeros.
 */
export function deviceLoss(ort: Ort): End {
  const end = createEnd();
  const watch = async () => {
    const device = (await ort.env.webgpu.device) as unknown as Partial<LosableDevice>;
    const info = await device.lost;
    const reason = info?.message ?? '';
    end.come(new AppError('backend-failed', { provider: 'webgpu', cause: 'lost', reason }));
  };
  // Without a device there is none to be lost; its session says so.
  watch().catch(() => undefined);
  return end;
}

/** The part of a `GPUDevice` that is used. */
interface LosableDevice {
  readonly lost: Promise<{ readonly message: string }>;
}
