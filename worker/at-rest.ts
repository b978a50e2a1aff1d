/** Tells when nothing else is to be done. */
export interface AtRest {
  /** Ends when nothing else was done for a while. For one at a time. */
  comes(): Promise<void>;
  /** Something else begins; each beginning has its end. */
  begin(): void;
  end(): void;
}

/** @param rest how long a while is; milliseconds */
export function atRest(rest: number): AtRest {
  let others = 0;
  let come: (() => void) | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function wait(): void {
    clearTimeout(timer);
    if (others === 0 && come) timer = setTimeout(come, rest);
  }

  return {
    comes: () =>
      new Promise((resolve) => {
        come = () => {
          come = undefined;
          resolve();
        };
        wait();
      }),
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
