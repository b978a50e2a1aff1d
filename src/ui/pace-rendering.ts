import { effect, type ReadonlySignal } from '@preact/signals';
import { options } from 'preact';

/** Milliseconds between two renderings of what changes by itself. */
const PACE = 500;
/** Milliseconds for which whoever touches the page sees every change at once. */
const ATTENTION = 1_000;
const TOUCHES = ['pointerdown', 'pointermove', 'click', 'keydown', 'wheel', 'dragover'];

/**
 * Lets the page be rendered no more than twice a second while `busy` and nobody touches it. Each result of a batch changes
 * the queue, its numbers and the totals; rendering, layout and painting for each took a twentieth of a small network's
 * time.
 */
export function paceRendering(busy: ReadonlySignal<boolean>): void {
  let touched = -Infinity;
  let rendered = -Infinity;
  let due: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function renderDue(): void {
    clearTimeout(timer);
    if (!due) return;
    const render = due;
    due = undefined;
    rendered = performance.now();
    render();
  }
  const renderSoon = () => queueMicrotask(renderDue);
  function note(): void {
    touched = performance.now();
    // What is touched next is to answer at once, from what there is now.
    renderDue();
  }
  TOUCHES.forEach((type) => addEventListener(type, note, { capture: true, passive: true }));
  effect(() => {
    // The last change of all is not to be waited for.
    if (!busy.value) renderSoon();
  });

  options.debounceRendering = (render) => {
    due = render;
    const now = performance.now();
    const wait = busy.peek() && now - touched > ATTENTION ? rendered + PACE - now : 0;
    if (wait > 0) timer = setTimeout(renderDue, wait);
    else renderSoon();
  };
}
