import { createEnd, type End } from '../../src/shared/end';
import { AppError } from '../../src/shared/errors';

/**
 * Comes with `backend-failed` once a graphics device is lost, e.g. by a reset of its driver. What was under way on it may
 * never end, or end with zeros.
 */
export function deviceLoss(device: GPUDevice): End {
  const end = createEnd();
  void device.lost.then(({ message: reason }) => {
    end.come(new AppError('backend-failed', { provider: 'webgpu', cause: 'lost', reason }));
  });
  return end;
}
