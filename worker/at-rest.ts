/** Work that waits until nothing else is to be done. */
export interface AtRest {
  /** Has it done from now on. */
  start(): void;
  /** Something else begins; each beginning has its end. */
  begin(): void;
  end(): void;
}

/**
 * Does `step` so many times, one after the other, each when nothing else was done for a while; no more once one failed.
 * @param rest milliseconds
 */
export function atRest(step: () => Promise<void>, times: number, rest: number): AtRest {
  let left = 0;
  let others = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function wait(): void {
    clearTimeout(timer);
    if (others === 0 && left > 0) timer = setTimeout(() => void take(), rest);
  }

  async function take(): Promise<void> {
    left -= 1;
    await step().catch(() => (left = 0));
    wait();
  }

  return {
    start() {
      left = times;
      wait();
    },
    begin() {
      others += 1;
      clearTimeout(timer);
    },
    end() {
      others -= 1;
      wait();
    },
  };
}
