/** What a visit is to do, in the page itself. */
export interface VisitPlan {
  /** Base64. */
  readonly picture: string;
  readonly engine: string;
  /** The model is not on the device: its download is offered. */
  readonly fetch: boolean;
  /** Longest side of the network's input in pixels, where it is not to be the model's own. */
  readonly side: number | undefined;
}

/** Milliseconds from the start of the navigation. */
export interface VisitTimes {
  readonly usable: number;
  readonly ready: number;
  readonly detected: number;
}

/** Where the page leaves the times of its visit. */
export interface VisitScope {
  visited?: VisitTimes | { readonly failed: string };
}

/**
 * Does in the page what a person would do, as soon as the page allows for it: gives it a picture, has a model fetched
 * that is not on the device, presses `Detect`. A driver outside takes a tenth of a second of the processor for that,
 * which the site would be charged with. Stands alone: it is sent to the page as text.
 */
export function driveVisit({ picture, engine, fetch, side }: VisitPlan): void {
  const times = { usable: NaN, ready: NaN, detected: NaN };
  let failed: string | undefined;
  const buttonOf = (name: string) =>
    [...document.querySelectorAll('button')].find(({ textContent }) => textContent.trim() === name);
  const engineRuns = () =>
    [...document.querySelectorAll('p')].some(({ textContent }) =>
      /^(WebAssembly, |WebGPU)/.test(textContent),
    );
  const selectOf = (value: string) =>
    [...document.querySelectorAll('select')].find(({ options }) =>
      [...options].some((option) => option.value === value),
    );

  function choose(value: string): boolean {
    const select = selectOf(value);
    if (!select) return false;
    select.value = value;
    select.dispatchEvent(new Event('change', { bubbles: true }));
    return true;
  }

  function givePicture(input: HTMLInputElement): void {
    const bytes = Uint8Array.from(atob(picture), (letter) => letter.charCodeAt(0));
    const files = new DataTransfer();
    files.items.add(new File([bytes], 'wide.jpg', { type: 'image/jpeg' }));
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
  }

  /** What is to be done, one after the other; each says whether it could be. */
  const steps: (() => boolean)[] = [
    () => {
      const usable = buttonOf('Detect') !== undefined;
      if (usable) times.usable = performance.now();
      return usable;
    },
    () => engine === 'auto' || choose(engine),
    () => {
      const input = document.querySelector<HTMLInputElement>('input[type=file][accept*=image]');
      if (input) givePicture(input);
      return input !== null;
    },
    () => {
      const download = fetch ? buttonOf('Download') : undefined;
      download?.click();
      return !fetch || download !== undefined;
    },
    // A model on the device is opened by itself; once it is being opened there is something that a run waits for.
    () => engineRuns() || (!fetch && side === undefined && document.querySelector('progress') !== null),
    () => side === undefined || choose(String(side)),
    () => {
      const detect = buttonOf('Detect');
      if (!detect || detect.disabled) return false;
      detect.click();
      return true;
    },
    () => {
      const said = document.querySelector('[role=status]')?.textContent ?? '';
      if (/left out|No model/.test(said)) failed = said;
      const done = / in \d+ pictures?\./.test(said);
      if (done) times.detected = performance.now();
      return done || failed !== undefined;
    },
  ];
  let next = 0;
  const observer = new MutationObserver(() => {
    if (Number.isNaN(times.ready) && engineRuns()) times.ready = performance.now();
    while (steps[next]?.() === true) next++;
    if (next < steps.length) return;
    observer.disconnect();
    (globalThis as VisitScope).visited = failed === undefined ? times : { failed };
  });
  observer.observe(document, { childList: true, characterData: true, attributes: true, subtree: true });
}
