import { AppError } from '../../src/shared/errors';

/**
 * `job`, or a rejection when `lost` rejects first or `limit` milliseconds pass: a graphics card may never answer.
 * @throws AppError `backend-failed`
 */
export async function withPatience<T>(job: Promise<T>, lost: Promise<never>, limit: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new AppError('backend-failed', { provider: 'webgpu', cause: 'timeout', limit })),
      limit,
    );
  });
  // Whichever loses the race may still reject.
  job.catch(() => undefined);
  try {
    return await Promise.race([job, lost, late]);
  } finally {
    clearTimeout(timer);
  }
}
