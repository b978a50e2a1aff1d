export interface RateMeter {
  /** `received` bytes in all at `now`, milliseconds. */
  sample(received: number, now: number): void;
  /** Over the last seconds; 0 until two samples are apart. */
  bytesPerSecond(): number;
}

/** Long enough to smooth a radio link, short enough to follow a change of network. */
const WINDOW_MS = 8000;
/** Pieces come by the thousand; so many samples a second are enough. */
const STEP_MS = 250;

/** The rate of a download over the last seconds. */
export function createRateMeter(): RateMeter {
  let samples: { readonly received: number; readonly now: number }[] = [];
  let latest: { readonly received: number; readonly now: number } | undefined;
  return {
    sample(received, now) {
      // Started over: what came before says nothing of the rate now.
      if (latest && received < latest.received) samples = [];
      latest = { received, now };
      const last = samples.at(-1);
      if (!last || now - last.now >= STEP_MS) samples.push(latest);
      while (samples.length > 2 && now - (samples[1]?.now ?? now) > WINDOW_MS) samples.shift();
    },
    bytesPerSecond() {
      const first = samples[0];
      if (!first || !latest || latest.now <= first.now) return 0;
      return ((latest.received - first.received) * 1000) / (latest.now - first.now);
    },
  };
}
