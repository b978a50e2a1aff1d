import { useEffect } from 'preact/hooks';
import type { RefObject } from 'preact';

const CONTROLS = 'button:enabled, select:enabled, input:enabled, summary';

function controlsIn(place: Element): HTMLElement[] {
  return [...place.querySelectorAll<HTMLElement>(CONTROLS)];
}

/**
 * Where the control that has the focus is taken away, as a button is once it was pressed, the one before it gets the
 * focus, or else the first, of the smallest part of `place` that still has any: browsers drop it to the page's start.
 */
export function useKeptFocus(place: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    let focused: HTMLElement | undefined;
    let before: readonly HTMLElement[] = [];
    /** From the smallest to `element`. */
    let around: readonly Element[] = [];
    const take = ({ target }: FocusEvent) => {
      if (!(target instanceof HTMLElement)) return;
      const all = controlsIn(element);
      focused = target;
      before = all.slice(0, Math.max(0, all.indexOf(target)));
      around = [...ancestors(target, element)];
    };
    // Whether it left by itself is known once it is gone: some browsers tell of it before they take the control away.
    const leave = ({ target }: FocusEvent) =>
      queueMicrotask(() => {
        if (focused === target && focused.isConnected) focused = undefined;
      });
    const observer = new MutationObserver(() => {
      if (!focused || focused.isConnected) return;
      focused = undefined;
      if (document.activeElement !== document.body) return;
      const left = around.filter((part) => part.isConnected).map(controlsIn);
      const nearest = left.find(({ length }) => length > 0) ?? [];
      (nearest.findLast((control) => before.includes(control)) ?? nearest[0])?.focus();
    });
    element.addEventListener('focusin', take);
    element.addEventListener('focusout', leave);
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('focusin', take);
      element.removeEventListener('focusout', leave);
    };
  }, []);
}

function* ancestors(element: Element, last: Element): Generator<Element> {
  for (let { parentElement } = element; parentElement; { parentElement } = parentElement) {
    yield parentElement;
    if (parentElement === last) return;
  }
}
