/* What a person does on the page, for one that no tool drives. Each stands alone: it is sent to the page as text. */

/** Chooses in the drop-down list that offers it; whether there is one. */
export function choose(value: string): boolean {
  const select = [...document.querySelectorAll('select')].find(({ options }) =>
    [...options].some((option) => option.value === value),
  );
  if (!select) return false;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
}

/** Presses a button; whether there is one that can be pressed. */
export function press(name: string): boolean {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === name);
  if (!button || button.disabled) return false;
  button.click();
  return true;
}

/** Whether it says what runs the model. */
export function engineRuns(): boolean {
  return [...document.querySelectorAll('p')].some(({ textContent }) =>
    /^(WebAssembly, |WebGPU$)/.test(textContent),
  );
}

export function queueHas(length: number): boolean {
  return document.querySelectorAll('[aria-label=Queue] li').length === length;
}

/**
 * Runs the queue, which is not empty, to its end.
 * @param patience milliseconds until there has to be an answer
 * @returns milliseconds from the click to the sentence that it is done
 */
export function runQueue(patience: number): Promise<number> {
  const status = document.querySelector('[role=status]');
  const detect = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Detect');
  return new Promise((resolve, reject) => {
    if (!status || !detect || detect.disabled) throw new Error('nothing can be detected');
    const start = performance.now();
    const observer = new MutationObserver(() => {
      const said = status.textContent;
      if (/left out|No model/.test(said)) reject(new Error(said));
      // A sentence of the run before may still stand there.
      if (status.ariaBusy !== 'false' || !/ in \d+ pictures?\./.test(said)) return;
      observer.disconnect();
      // It would hold on to the observer, in measurements of what the page holds on to.
      clearTimeout(giveUp);
      resolve(performance.now() - start);
    });
    observer.observe(status, { attributes: true, childList: true, characterData: true, subtree: true });
    const giveUp = setTimeout(() => reject(new Error(`no answer: ${status.textContent}`)), patience);
    detect.click();
  });
}
