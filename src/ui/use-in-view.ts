import { useEffect } from 'preact/hooks';
import type { RefObject } from 'preact';

const listeners = new WeakMap<Element, (inView: boolean) => void>();
/** What comes into view next is told of so far ahead, so that it is there when it does. */
const AHEAD = '250px';
/** One for all elements, as there may be thousands. */
const observer = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting);
  },
  { scrollMargin: AHEAD },
);

/** Tells when an element comes into view or leaves it; `tell` is taken as it is first. */
export function useInView(place: RefObject<Element | null>, tell: (inView: boolean) => void): void {
  useEffect(() => {
    const element = place.current;
    if (!element) return undefined;
    listeners.set(element, tell);
    observer.observe(element);
    return () => observer.unobserve(element);
  }, []);
}
