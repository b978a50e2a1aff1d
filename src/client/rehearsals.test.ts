import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { RuntimeName } from '../shared/engine-api';
import { createRehearsals } from './rehearsals';

const kept = new Map<string, string>();
const yes = () => vi.fn(() => Promise.resolve(true));

function browser(version: string): void {
  const getHighEntropyValues = () => Promise.resolve({ fullVersionList: [{ brand: 'Chromium', version }] });
  vi.stubGlobal('navigator', { userAgent: 'Chromium', userAgentData: { getHighEntropyValues } });
}

beforeEach(() => {
  vi.useFakeTimers();
  kept.clear();
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
  });
  browser('156.0.1');
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** A visit of so many seconds, with two pictures; how often it rehearsed. */
async function visit(seconds: number, rehearse = yes(), runtime: RuntimeName = 'wasm'): Promise<number> {
  const rehearseOnce = createRehearsals();
  for (let picture = 0; picture < 2; picture++) void rehearseOnce(runtime, rehearse).catch(() => undefined);
  await vi.advanceTimersByTimeAsync(1000 * seconds);
  // What a visit does not come to is lost.
  vi.clearAllTimers();
  return rehearse.mock.calls.length;
}

test('rehearses once a visit, and no more once it had time to be written', async () => {
  expect(await visit(2)).toBe(1);
  expect(await visit(6)).toBe(1);
  expect(await visit(6)).toBe(0);
});

test('rehearses anew in another version of the browser, and for another runtime', async () => {
  await visit(6);
  browser('156.0.2');
  expect(await visit(6)).toBe(1);
  expect(await visit(6)).toBe(0);
  expect(await visit(6, yes(), 'jspi')).toBe(1);
});

test('what was not rehearsed to its end does not count', async () => {
  expect(
    await visit(
      6,
      vi.fn(() => Promise.resolve(false)),
    ),
  ).toBe(1);
  expect(
    await visit(
      6,
      vi.fn(() => Promise.reject(new Error('no memory'))),
    ),
  ).toBe(1);
  expect(await visit(6)).toBe(1);
});

test('a browser that does not tell its version is known by its name', async () => {
  vi.stubGlobal('navigator', { userAgent: 'Another 1.0' });
  expect(await visit(6)).toBe(1);
  expect(await visit(6)).toBe(0);
});
