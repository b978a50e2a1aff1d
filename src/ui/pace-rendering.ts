import { effect, type ReadonlySignal } from '@preact/signals';
import { options } from 'preact';

/** Milliseconds between two renderings of what changes by itself. */
const PACE = 500;
/** The same while somebody touches the page: what comes within a tenth of a second seems to come at once. */
const ATTENTIVE_PACE = 100;
/** Milliseconds for which a touch counts. */
const ATTENTION = 1_000;
const TOUCHES = ['pointerdown', 'pointermove', 'click', 'keydown', 'wheel', 'dragover'];

/**
 * Lets the page be rendered no more than twice a second while `busy`, ten times while somebody touches it; what a touch
 * changes shows at once. Each result of a batch changes the queue, its numbers and the totals; rendering, layout and
 * painting for each took a twentieth of a small network's time. What a run changes when it begins is held back too, so
 * that a short one is rendered once, when it is over.
 */
export function paceRendering(busy: ReadonlySignal<boolean>): void {
  let touched = -Infinity;
  let rendered = -Infinity;
  /** Whether what changes now is the answer to a touch, other than the one that began the run. */
  let answering = false;
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
    answering = true;
    setTimeout(() => (answering = false));
  }
  TOUCHES.forEach((type) => addEventListener(type, note, { capture: true, passive: true }));
  effect(() => {
    if (busy.value) {
      answering = false;
      rendered = performance.now();
    } else {
      // The last change of all is not to be waited for.
      renderSoon();
    }
  });

  options.debounceRendering = (render) => {
    due = render;
    const now = performance.now();
    const pace = now - touched < ATTENTION ? ATTENTIVE_PACE : PACE;
    const wait = busy.peek() && !answering ? rendered + pace - now : 0;
    if (wait > 0) timer = setTimeout(renderDue, wait);
    else renderSoon();
  };
}
