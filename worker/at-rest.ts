/** Work that waits until nothing else is to be done. */
export interface AtRest {
  /** Has these steps done from now on, one after the other. Ends with the last, or with the first that fails. */
  start(steps: readonly (() => Promise<void>)[]): Promise<void>;
  /** Something else begins; each beginning has its end. */
  begin(): void;
  end(): void;
}

/**
 * Does its steps when nothing else was done for a while.
 * @param rest milliseconds, before each
 */
export function atRest(rest: number): AtRest {
  let left: (() => Promise<void>)[] = [];
  let finish: () => void = () => undefined;
  let fail: (reason: unknown) => void = () => undefined;
  let others = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function wait(): void {
    clearTimeout(timer);
    if (others === 0 && left.length > 0) timer = setTimeout(() => void take(), rest);
  }

  async function take(): Promise<void> {
    try {
      await left.shift()?.();
      if (left.length === 0) finish();
    } catch (error) {
      left = [];
      fail(error);
    }
    wait();
  }

  return {
    start(steps) {
      left = [...steps];
      wait();
      return new Promise((resolve, reject) => {
        finish = resolve;
        fail = reject;
      });
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
