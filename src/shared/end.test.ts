import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, test } from 'vitest';
import { createEnd } from './end';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const never = new Promise<never>(() => undefined);
const reason = new Error('over');

describe('an end', () => {
  test('lets a job answer or fail before it', async () => {
    const end = createEnd();
    await expect(end.before(Promise.resolve(7))).resolves.toBe(7);
    await expect(end.before(Promise.reject(new Error('bad')))).rejects.toThrow('bad');
  });

  test('rejects all that wait, and whoever comes later', async () => {
    const end = createEnd();
    const waiting = [end.before(never), end.before(never)];
    end.come(reason);
    end.come(new Error('again'));
    for (const job of [...waiting, end.before(never), end.before(Promise.resolve(7))])
      await expect(job).rejects.toBe(reason);
  });

  test('a job that fails after it disturbs nobody', async () => {
    const end = createEnd();
    let fail: (error: Error) => void = () => undefined;
    const job = end.before(new Promise((_, reject) => (fail = reject)));
    end.come(reason);
    fail(new Error('late'));
    await expect(job).rejects.toBe(reason);
  });

  test('keeps nothing of a job that is done', async () => {
    const end = createEnd();
    const answer = async () => new WeakRef(await end.before(Promise.resolve(new Float32Array(1000))));
    const answers = await Promise.all(Array.from({ length: 20 }, answer));
    await new Promise((resolve) => setTimeout(resolve));
    collectGarbage();
    expect(answers.filter((kept) => kept.deref() !== undefined)).toEqual([]);
    await expect(end.before(Promise.resolve(7))).resolves.toBe(7);
  });
});
