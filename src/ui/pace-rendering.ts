import { effect, type ReadonlySignal } from '@preact/signals';
import { options } from 'preact';
import { PACE } from '../state/paced';

/** `PACE` while somebody touches the page: what comes within a tenth of a second seems to come at once. */
const ATTENTIVE_PACE = 100;
/** What changes within so many milliseconds belongs to the beginning of a run. */
const BEGINNING = 100;
/** Milliseconds for which a touch counts. */
const ATTENTION = 1_000;
const TOUCHES = ['pointerdown', 'pointermove', 'click', 'keydown', 'wheel', 'dragover'];

/**
 * Lets the page be rendered no more than twice a second while `busy`, ten times while somebody touches it; what a touch
 * changes shows at once. Each result of a batch changes the queue, its numbers and the totals; rendering, layout and
 * painting for each took a twentieth of a small network's time. What a run changes when it begins is held back where the
 * run before was over within a tenth of a second, so that a short one is rendered once, when it is over; of a longer one it
 * shows at once, since the picture is decoded then and a core is free.
 */
export function paceRendering(busy: ReadonlySignal<boolean>): void {
  let touched = -Infinity;
  let rendered = -Infinity;
  let began = -Infinity;
  /** Whether what the run begins with is held back. */
  let held = false;
  /** How long the last run took. */
  let took = Infinity;
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
      began = performance.now();
      held = took < BEGINNING;
    } else {
      took = performance.now() - began;
      // The last change of all is not to be waited for.
      renderSoon();
    }
  });

  /** Milliseconds until what has changed is to be rendered. */
  function waitFor(now: number): number {
    if (!busy.peek() || answering) return 0;
    const beginning = began + BEGINNING - now;
    if (beginning > 0) return held ? beginning : 0;
    return rendered + (now - touched < ATTENTION ? ATTENTIVE_PACE : PACE) - now;
  }

  options.debounceRendering = (render) => {
    due = render;
    const wait = waitFor(performance.now());
    if (wait > 0) timer = setTimeout(renderDue, wait);
    else renderSoon();
  };
}
