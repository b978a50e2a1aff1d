import type { PipedPage } from './piped-browser';

/** As the browser writes them: `{ type: 'scalar', units: 'objects', value: '1f' }`, in hexadecimal. */
interface Attribute {
  readonly value: string;
}
type Allocators = Readonly<Record<string, { readonly attrs?: Readonly<Record<string, Attribute>> }>>;

interface TraceEvent {
  readonly args?: { readonly dumps?: { readonly allocators?: Allocators } };
}

/** Objects of a type in the heap of a page's main thread: `blink_objects/blink_gc/main/HTMLLIElement (0x2c)`. */
const COUNT = /^blink_objects\/blink_gc\/main\/(.+) \(0x[\da-f]+\)$/;
const TRACE = {
  includedCategories: ['disabled-by-default-memory-infra'],
  excludedCategories: ['*'],
  memoryDumpConfig: { triggers: [] },
};

/**
 * How many objects of each of the browser's own types there are in the heap of the page's main thread, garbage included,
 * by its own accounts. It never answers while an engine of several threads is open, which wait and do not listen.
 * @param mark type of which no page of the browser's own has as many
 */
export async function countPageHeap(page: PipedPage, mark: string): Promise<ReadonlyMap<string, number>> {
  const events: TraceEvent[] = [];
  page.on<{ value: readonly TraceEvent[] }>('Tracing.dataCollected', ({ value }) => events.push(...value));
  const ended = new Promise<void>((resolve) => page.on('Tracing.tracingComplete', () => resolve()));
  await page.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig: TRACE });
  await page.send('Tracing.requestMemoryDump', { levelOfDetail: 'detailed' });
  await page.send('Tracing.end', {});
  await ended;
  const counts = events.map(({ args }) => countsOf(args?.dumps?.allocators ?? {}));
  return counts.reduce(
    (most, one) => ((one.get(mark) ?? 0) > (most.get(mark) ?? 0) ? one : most),
    new Map<string, number>(),
  );
}

function countsOf(allocators: Allocators): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const [name, { attrs }] of Object.entries(allocators)) {
    const type = COUNT.exec(name)?.[1];
    if (type) counts.set(type, parseInt(attrs?.['object_count']?.value ?? '0', 16));
  }
  return counts;
}
