import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Models } from './models';
import type { PictureItem, Pictures } from './pictures';
import type { PictureRunner } from './run-picture';
import { secondsLeft } from './seconds-left';

export type RunState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting'; readonly total: number }
  | {
      readonly kind: 'running';
      readonly done: number;
      readonly total: number;
      readonly name: string;
      /** How far the picture is, where it is shown in tiles. */
      readonly tile: { readonly done: number; readonly total: number } | undefined;
      /** Seconds that the rest will take at the pace so far; undefined until there is one. */
      readonly secondsLeft: number | undefined;
    }
  | {
      readonly kind: 'finished';
      readonly done: number;
      readonly failed: number;
      readonly cancelled: boolean;
    };

export interface Detector {
  readonly run: ReadonlySignal<RunState>;
  /** Whether it runs, or waits for the engine to. */
  readonly busy: ReadonlySignal<boolean>;
  /** Runs all pictures that wait; where none does, all pictures again. */
  detect(): Promise<void>;
  /** Stops before the next picture or tile; pictures that are done stay. */
  cancel(): void;
}

interface Deps {
  readonly models: Models;
  readonly pictures: Pictures;
  readonly runner: PictureRunner;
  /** Ends when pictures with results of an earlier visit have got them. */
  readonly settled: () => Promise<void>;
}

/** Runs the queue, one picture after the other. */
export function createDetector({ models, pictures, runner, settled }: Deps): Detector {
  const run = signal<RunState>({ kind: 'idle' });
  const busy = computed(() => run.value.kind === 'waiting' || run.value.kind === 'running');
  let cancelled = false;
  // The flag changes while the loop waits, which the compiler cannot see.
  const isCancelled = () => cancelled;

  async function runAll(items: readonly PictureItem[]): Promise<RunState> {
    let done = 0;
    let failed = 0;
    const total = items.length;
    const started = performance.now();
    const left = (progress: number) => secondsLeft(performance.now() - started, progress, total);
    for (const [i, item] of items.entries()) {
      if (isCancelled()) break;
      // Removed meanwhile.
      const isGone = () => !pictures.items.peek().includes(item);
      if (isGone()) continue;
      const running = { kind: 'running', done: i, total, name: item.name } as const;
      run.value = { ...running, tile: undefined, secondsLeft: left(i) };
      const outcome = await runner.run(item, items.slice(i + 1, i + 3), {
        cancelled: () => isCancelled() || isGone(),
        onTile: (done, of) =>
          (run.value = { ...running, tile: { done, total: of }, secondsLeft: left(i + done / of) }),
      });
      if (outcome === 'done') done++;
      if (outcome === 'failed') failed++;
    }
    return { kind: 'finished', done, failed, cancelled: isCancelled() };
  }

  return {
    run,
    busy,
    async detect() {
      if (busy.peek()) return;
      const waiting = () => pictures.items.peek().filter(({ status }) => status.peek().kind !== 'done');
      const again = waiting().length === 0;
      const items = () => (again ? pictures.items.peek() : waiting());
      cancelled = false;
      run.value = { kind: 'waiting', total: items().length };
      const [first] = items();
      if (first && models.state.peek().kind === 'opening') runner.expect(first);
      const model = await models.ready().catch(() => undefined);
      await settled();
      // The model's own failure is shown where models are; there is nothing to run.
      run.value = model ? await runAll(items()) : { kind: 'idle' };
      runner.rest();
    },
    cancel() {
      cancelled = true;
    },
  };
}
