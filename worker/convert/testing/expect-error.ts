import { expect } from 'vitest';
import { AppError, type ErrorCode } from '../../../src/shared/errors';

/** Asserts that `run` fails with an `AppError` of this code; gives the error. */
export async function expectCode(run: () => unknown, code: ErrorCode): Promise<AppError> {
  const error = await settle(run);
  expect(error, `should have failed with ${code}`).toBeInstanceOf(AppError);
  expect((error as AppError).code).toBe(code);
  return error as AppError;
}

/** Asserts that `run` succeeds or fails with an `AppError`, never with anything else. */
export async function expectNoCrash(run: () => unknown): Promise<void> {
  const error = await settle(run);
  if (error !== undefined) expect(error).toBeInstanceOf(AppError);
}

async function settle(run: () => unknown): Promise<unknown> {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error;
  }
}
