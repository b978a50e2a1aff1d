import { localMemory } from './local-memory';

/** Whether WebGPU's answers for a model agreed with the CPU's on this device, in float16 (`half`) or in float32. */
export type Verdict = 'half' | 'trusted' | 'refused';

const VERDICTS: ReadonlySet<unknown> = new Set<Verdict>(['half', 'trusted', 'refused']);

const KEY = 'webgpu-verdicts';
/** Models of many months; the oldest verdicts go first, and cost one check when they are needed again. */
const MAX_KEPT = 100;

/**
 * Verdicts of earlier visits. A verdict holds for one model file, graphics card, browser and version of this site,
 * whose runtime is part of what was checked. Without storage they last as long as the page.
 */
export function createVerdicts(adapter: string | undefined) {
  const nameOf = (sha256: string) =>
    [sha256, adapter ?? 'none', navigator.userAgent, __APP_VERSION__].join('|');
  let known = read();
  return {
    of: (sha256: string): Verdict | undefined => known.get(nameOf(sha256)),
    remember(sha256: string, verdict: Verdict): void {
      const name = nameOf(sha256);
      const others = [...known].filter(([other]) => other !== name);
      known = new Map([...others.slice(1 - MAX_KEPT), [name, verdict]]);
      localMemory.write(KEY, JSON.stringify([...known]));
    },
  };
}

export type Verdicts = ReturnType<typeof createVerdicts>;

function read(): Map<string, Verdict> {
  try {
    const stored: unknown = JSON.parse(localMemory.read(KEY) ?? '[]');
    return new Map(Array.isArray(stored) ? stored.filter(isEntry) : []);
  } catch {
    // Anybody may have written it.
    return new Map();
  }
}

function isEntry(value: unknown): value is [string, Verdict] {
  return Array.isArray(value) && typeof value[0] === 'string' && VERDICTS.has(value[1]);
}
