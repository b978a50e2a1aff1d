import { signal, type Signal } from '@preact/signals';
import { options } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paceRendering } from './pace-rendering';

let page: EventTarget;
let busy: Signal<boolean>;
let rendered: number;

beforeEach(() => {
  vi.useFakeTimers();
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  busy = signal(false);
  rendered = 0;
  paceRendering(busy);
});

afterEach(() => {
  busy.value = false;
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** Something that is shown has changed. */
const change = () => options.debounceRendering?.(() => rendered++);
const pass = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds);
/** A person touches the page; what listens to it changes something, if it does. */
function touch(changing?: () => void): void {
  page.dispatchEvent(new Event('click'));
  changing?.();
}
const begin = () =>
  touch(() => {
    busy.value = true;
    change();
  });

/** Runs for so long. */
async function run(milliseconds: number): Promise<void> {
  begin();
  await pass(milliseconds);
  busy.value = false;
  await pass(1);
  rendered = 0;
}

test('what changes while nothing runs shows at once', async () => {
  change();
  await pass(0);
  expect(rendered).toBe(1);
});

test('a run shows at once, all that it begins with', async () => {
  begin();
  await pass(1);
  change();
  await pass(0);
  expect(rendered).toBe(2);
});

test('a run after a longer one shows at once', async () => {
  await run(120);
  begin();
  await pass(0);
  expect(rendered).toBe(1);
});

test('a run after a short one shows once, when it is over', async () => {
  await run(80);
  begin();
  await pass(40);
  change();
  await pass(40);
  expect(rendered).toBe(0);
  busy.value = false;
  change();
  await pass(0);
  expect(rendered).toBe(1);
});

test('one that takes longer than the short one before shows after a tenth of a second', async () => {
  await run(80);
  begin();
  await pass(99);
  expect(rendered).toBe(0);
  await pass(1);
  expect(rendered).toBe(1);
});

test('results show ten times a second while somebody touches the page, twice while nobody does', async () => {
  begin();
  await pass(200);
  touch();
  rendered = 0;
  for (let time = 0; time < 1000; time += 10) {
    change();
    await pass(10);
  }
  expect(rendered).toBe(11);
  for (let time = 0; time < 2000; time += 10) {
    change();
    await pass(10);
  }
  expect(rendered).toBe(15);
});

test('what a touch changes during a run shows at once', async () => {
  begin();
  await pass(100);
  expect(rendered).toBe(1);
  await pass(10);
  touch(change);
  await pass(0);
  expect(rendered).toBe(2);
  change();
  await pass(10);
  expect(rendered).toBe(2);
});

test('what waited is shown before the next touch is answered', async () => {
  begin();
  await pass(100);
  change();
  touch();
  expect(rendered).toBe(2);
});
