import { signal, type Signal } from '@preact/signals';
import { DEFAULT_THRESHOLDS } from '../shared/settings';
import type { Slicing } from './plan-passes';
import type { CatalogueEntry, Thresholds } from '../shared/types';

export interface Settings {
  readonly thresholds: Signal<Thresholds>;
  /** Longest side of the network's input in pixels; undefined for the model's own. */
  readonly inputSize: Signal<number | undefined>;
  readonly slicing: Signal<Slicing>;
  set(change: Partial<Thresholds>): void;
  /** The defaults of a model, where its catalogue entry names any. */
  adopt(thresholds: CatalogueEntry['thresholds']): void;
}

export function createSettings(): Settings {
  const thresholds = signal(DEFAULT_THRESHOLDS);
  const inputSize = signal<number | undefined>(undefined);
  const slicing = signal<Slicing>('auto');
  return {
    thresholds,
    inputSize,
    slicing,
    set(change) {
      thresholds.value = { ...thresholds.value, ...change };
    },
    adopt(own) {
      thresholds.value = { ...DEFAULT_THRESHOLDS, ...own };
      inputSize.value = undefined;
    },
  };
}
