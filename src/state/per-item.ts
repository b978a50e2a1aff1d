import { computed, type ReadonlySignal } from '@preact/signals';
import type { PictureItem } from './pictures';

/**
 * Remembers what is made of each picture until something changes that it was made of. A list of all of them is made
 * anew whenever one changes, which happens twice with each picture of a run.
 */
export function perItem<T>(make: (item: PictureItem) => T): (item: PictureItem) => T {
  const made = new WeakMap<PictureItem, ReadonlySignal<T>>();
  return (item) => {
    const known = made.get(item) ?? computed(() => make(item));
    made.set(item, known);
    return known.value;
  };
}
