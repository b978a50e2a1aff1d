import type { Transport } from './transport';

export interface ImpatientTransport extends Transport {
  /** Every wait that was asked for, in milliseconds. */
  readonly waits: number[];
  /** Lets time pass, firing what is due. */
  pass(ms: number): void;
  /** Set by a test that takes the network away. */
  isOnline: boolean;
}

/** For tests: real requests, but a clock that jumps over each wait instead of sleeping through it. */
export function impatientTransport(): ImpatientTransport {
  let now = 1_000_000;
  let timers: { readonly at: number; readonly action: () => void }[] = [];
  const waits: number[] = [];
  return {
    waits,
    isOnline: true,
    fetch: (input, init) => fetch(input, init),
    now: () => now,
    random: () => 0.5,
    online() {
      return this.isOnline;
    },
    async wait(ms, signal) {
      waits.push(ms);
      now += ms;
      // A turn of the event loop, so that a test's abort can come in between.
      await new Promise((resolve) => setTimeout(resolve));
      if (signal?.aborted === true) throw signal.reason;
    },
    after(ms, action) {
      const timer = { at: now + ms, action };
      timers.push(timer);
      return () => (timers = timers.filter((other) => other !== timer));
    },
    pass(ms) {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { action } of due) action();
    },
  };
}
