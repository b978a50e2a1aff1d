import type { Locator, Page } from '@playwright/test';
import { AppPage, type PictureFile } from '../support/app-page';
import { runQueue } from '../support/page-acts';
import { driveVisit, type VisitPlan, type VisitScope, type VisitTimes } from './drive-visit';
import type { BenchOptions } from './read-options';

/** The file of `Download JSON`, as far as it is needed here. */
interface ResultFile {
  readonly model: { readonly input_width: number; readonly input_height: number };
  readonly timings_ms: Readonly<Record<'decode' | 'letterbox' | 'inference' | 'suppression', number>>;
}

/** For what the page answers at once, or after a first start on a busy machine. */
const PATIENCE_MS = 300_000;
/** For a queue of large pictures on a slow machine. */
export const RUN_PATIENCE_MS = 3_600_000;

/** Seldom, so that asking takes nothing of what is measured; milliseconds. */
export const POLLING = { polling: 100, timeout: PATIENCE_MS };

/** The site as a person uses it, by its accessible names, with a clock. */
export class SitePage {
  readonly app: AppPage;
  /** What the site says that it runs on, once it does. */
  private readonly engine: Locator;

  constructor(readonly page: Page) {
    this.app = new AppPage(page);
    this.engine = page
      .getByText(/^(WebAssembly, |WebGPU$)/)
      .and(page.locator(':not(option)'))
      .first();
    page.setDefaultTimeout(PATIENCE_MS);
  }

  /** Opens the site and waits until it could be used. */
  async open(address: string): Promise<void> {
    await this.page.goto(address, { waitUntil: 'commit' });
    await this.app.detect.waitFor();
  }

  /** Opens the site and has it do what `plan` says; ends with the first result. */
  async visit(address: string, plan: VisitPlan): Promise<VisitTimes> {
    await this.page.addInitScript(driveVisit, plan);
    await this.page.goto(address, { waitUntil: 'commit' });
    const visited = await this.page.waitForFunction(
      () => (globalThis as VisitScope).visited,
      undefined,
      POLLING,
    );
    const times = await visited.jsonValue();
    if (!times || 'failed' in times) throw new Error(times?.failed);
    return times;
  }

  /** Has a model fetched that is not on this device yet, and waits until it runs: there is nothing to run before. */
  async fetchModel(): Promise<void> {
    await this.app.button('Download').click();
    await this.engine.waitFor();
  }

  /** Takes another size of input than the model's own, which has free sides; the site offers that once it runs. */
  async takeSide(side: number): Promise<void> {
    await this.engine.waitFor();
    await this.app.inputSize.selectOption(String(side));
  }

  /** Waits until the engine runs; what it says of itself. */
  async ready(): Promise<string> {
    await this.engine.waitFor();
    return (await this.engine.innerText()).trim();
  }

  /** Forces an engine where the site lets a person choose; whether it does. */
  async choose(engine: BenchOptions['engine']): Promise<boolean> {
    const choice = this.page.getByRole('combobox', { name: 'Engine', exact: true });
    if ((await choice.count()) === 0) return false;
    await choice.selectOption(engine);
    return true;
  }

  /** Replaces the pictures of the queue. */
  async setPictures(...pictures: readonly PictureFile[]): Promise<void> {
    const clear = this.app.button('Remove all');
    if (await clear.isVisible()) await clear.click();
    await this.app.add(...pictures);
    await this.app.detect.and(this.page.locator(':enabled')).waitFor();
  }

  /** Runs the queue; milliseconds from the click to the sentence that it is done. */
  detect(): Promise<number> {
    return this.page.evaluate(runQueue, RUN_PATIENCE_MS);
  }

  async result(): Promise<ResultFile> {
    return (await this.app.downloadJson()) as unknown as ResultFile;
  }
}
