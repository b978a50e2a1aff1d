import { useSignal, useSignalEffect } from '@preact/signals';
import type { ComponentType } from 'preact';

/** A part of the page that is fetched on its own: undefined until it came. */
export type Part<P> = { readonly View: ComponentType<P> } | 'failed' | undefined;

/** Fetches a part of the page once `needed`, which may read signals, says so: what most visitors need late or never. */
export function usePart<P>(needed: () => boolean, load: () => Promise<ComponentType<P>>): Part<P> {
  const part = useSignal<Part<P>>(undefined);
  useSignalEffect(() => {
    if (typeof part.peek() === 'object' || !needed()) return;
    load().then(
      (View) => (part.value = { View }),
      () => (part.value = 'failed'),
    );
  });
  return part.value;
}
