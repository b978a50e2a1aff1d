import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/shared/errors';
import { withPatience } from './with-patience';

const never = new Promise<never>(() => undefined);
const lossOf = () => new AppError('backend-failed', { cause: 'lost' });

describe('withPatience', () => {
  test('gives the answer', async () => {
    await expect(withPatience(Promise.resolve(7), never, 1000)).resolves.toBe(7);
  });

  test('gives up on a card that does not answer', async () => {
    await expect(withPatience(never, never, 5)).rejects.toMatchObject({ data: { cause: 'timeout' } });
  });

  test('tells a loss under way', async () => {
    const lost = Promise.reject(lossOf());
    await expect(withPatience(never, lost, 1000)).rejects.toMatchObject({ data: { cause: 'lost' } });
  });

  test('tells a loss rather than the failure it led to', async () => {
    const failed = Promise.reject(new Error('mapAsync failed'));
    const lost = new Promise<never>((_, reject) => setTimeout(() => reject(lossOf()), 20));
    await expect(withPatience(failed, lost, 1000)).rejects.toMatchObject({ data: { cause: 'lost' } });
  });

  test('tells a failure that no loss led to', async () => {
    await expect(withPatience(Promise.reject(new Error('bad shader')), never, 1000)).rejects.toThrow(
      'bad shader',
    );
  });
});
