import { effect, signal, type ReadonlySignal } from '@preact/signals';

/** Milliseconds between two values, and two renderings, of what changes by itself. */
export const PACE = 500;

/**
 * Follows a value, at most twice a second while `busy`: for what takes long to be made of it. Signals make anew what a
 * part of the page depends on as soon as anything changes, not when that part is rendered.
 */
export function paced<T>(source: ReadonlySignal<T>, busy: ReadonlySignal<boolean>): ReadonlySignal<T> {
  const shown = signal(source.peek());
  let followed = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function follow(): void {
    clearTimeout(timer);
    timer = undefined;
    followed = performance.now();
    shown.value = source.peek();
  }
  effect(() => {
    if (source.value === shown.peek()) return;
    const wait = followed + PACE - performance.now();
    if (!busy.value || wait <= 0) follow();
    else timer ??= setTimeout(follow, wait);
  });
  return shown;
}
