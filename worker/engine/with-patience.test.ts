import { describe, expect, test } from 'vitest';
import { createEnd } from '../../src/shared/end';
import { AppError } from '../../src/shared/errors';
import { withPatience } from './with-patience';

const never = new Promise<never>(() => undefined);
const lossOf = () => new AppError('backend-failed', { cause: 'lost' });

describe('withPatience', () => {
  test('gives the answer', async () => {
    await expect(withPatience(Promise.resolve(7), createEnd(), 1000)).resolves.toBe(7);
  });

  test('gives up on a card that does not answer', async () => {
    await expect(withPatience(never, createEnd(), 5)).rejects.toMatchObject({ data: { cause: 'timeout' } });
  });

  test('tells a loss under way', async () => {
    const lost = createEnd();
    lost.come(lossOf());
    await expect(withPatience(never, lost, 1000)).rejects.toMatchObject({ data: { cause: 'lost' } });
  });

  test('tells a loss rather than the failure it led to', async () => {
    const failed = Promise.reject(new Error('mapAsync failed'));
    const lost = createEnd();
    setTimeout(() => lost.come(lossOf()), 20);
    await expect(withPatience(failed, lost, 1000)).rejects.toMatchObject({ data: { cause: 'lost' } });
  });

  test('tells a failure that no loss led to', async () => {
    await expect(withPatience(Promise.reject(new Error('bad shader')), createEnd(), 1000)).rejects.toThrow(
      'bad shader',
    );
  });
});
