import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, type Download, type Locator, type Page } from '@playwright/test';
import { engineFile, type StaticServer } from './static-server';

/** A file given to the page. */
export interface PictureFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export interface Row {
  readonly className: string;
  /** Per cent. */
  readonly confidence: number;
  readonly box: readonly number[];
}

/** The file of `Download JSON`, as far as the tests look into it. */
export interface ResultFile {
  readonly detections: readonly {
    readonly confidence: number;
    readonly box: readonly number[];
    readonly class_id: number;
    readonly class_name: string;
  }[];
  readonly model_used: string;
  readonly picture: { readonly name: string; readonly width: number; readonly height: number };
  readonly timings_ms: Readonly<Record<string, number>>;
}

type SampleLabel = 'northern storm' | 'two storms';

/** The page as a person meets it: by its accessible names, which are a contract. */
export class AppPage {
  readonly pictures: Locator;
  readonly detect: Locator;
  readonly cancel: Locator;
  readonly model: Locator;
  readonly inputSize: Locator;
  readonly confidence: Locator;
  readonly overlap: Locator;
  readonly maxDetections: Locator;
  readonly agnostic: Locator;
  readonly table: Locator;
  readonly rows: Locator;
  readonly boxes: Locator;
  /** The stage: what of the picture is in view. */
  readonly view: Locator;
  /** The picture itself, as large as it is shown now. */
  readonly image: Locator;
  readonly graticule: Locator;
  readonly wholeMap: Locator;
  readonly queue: Locator;
  readonly status: Locator;
  readonly timings: Locator;
  /** What runs, on the CPU. */
  readonly engine: Locator;
  readonly engineWish: Locator;

  constructor(readonly page: Page) {
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    this.pictures = page.getByLabel('Pictures', { exact: true });
    this.detect = button('Detect');
    this.cancel = button('Cancel');
    this.model = page.getByRole('combobox', { name: 'Model' });
    this.inputSize = page.getByRole('combobox', { name: 'Input size' });
    this.confidence = page.getByRole('slider', { name: 'Confidence', exact: true });
    this.overlap = page.getByRole('slider', { name: 'Overlap (IoU)', exact: true });
    this.maxDetections = page.getByRole('spinbutton', { name: 'Max detections', exact: true });
    this.agnostic = page.getByRole('checkbox', { name: 'Overlap across classes', exact: true });
    this.table = page.getByRole('table', { name: 'Detections', exact: true });
    this.rows = this.table.locator('tbody tr');
    this.boxes = page.getByRole('group', { name: 'Boxes', exact: true }).getByRole('button');
    this.view = page.getByRole('application', { name: /^View of / });
    this.image = page.getByRole('img', { name: /^Picture / });
    this.graticule = page.getByRole('checkbox', { name: 'Graticule', exact: true });
    this.wholeMap = page.getByRole('checkbox', { name: 'Whole map', exact: true });
    this.queue = page.getByRole('list', { name: 'Queue', exact: true }).getByRole('button');
    this.status = page.getByRole('status');
    this.timings = page.getByLabel('Time by stage', { exact: true });
    this.engine = page.getByText(/^WebAssembly, /);
    this.engineWish = page.getByRole('combobox', { name: 'Engine', exact: true });
  }

  sample(label: SampleLabel): Locator {
    return this.page.getByRole('button', { name: `Sample: ${label}`, exact: true });
  }

  /** Adds a sample picture and waits until it is there: it is fetched, so that a run may begin without it. */
  async addSample(label: SampleLabel): Promise<void> {
    await this.sample(label).click();
    const name = `Picture sample-${label.replaceAll(' ', '-')}.jpg`;
    await expect(this.page.getByRole('img', { name, exact: true })).toBeVisible();
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', typeof name === 'string' ? { name, exact: true } : { name });
  }

  /** Opens the site and waits for the model, through the reload that a plain host takes. */
  async open(address: string): Promise<void> {
    await this.page.goto(address);
    await this.modelReady();
  }

  /**
   * Opens the site for what needs no engine: the server holds it back, which saves the most of the time that a visit
   * takes. Ends when the page is isolated, so that it does not reload any more.
   */
  async openWithoutEngine(site: StaticServer): Promise<void> {
    site.hold(engineFile());
    await this.page.goto(site.address);
    await this.page.waitForFunction(() => crossOriginIsolated);
    await expect(this.detect).toBeVisible();
  }

  async modelReady(): Promise<void> {
    await expect(this.engine).toBeVisible({ timeout: 60_000 });
  }

  async add(...files: readonly (PictureFile | string)[]): Promise<void> {
    // Playwright takes paths or contents, not both at once.
    const contents = files.map((file) =>
      typeof file === 'string'
        ? { name: path.basename(file), mimeType: '', buffer: readFileSync(file) }
        : file,
    );
    await this.pictures.setInputFiles(contents);
  }

  /** Runs the queue and waits until `done` pictures are done and `failed` were left out. */
  async run({ done, failed = 0 }: { done: number; failed?: number }): Promise<void> {
    await this.detect.click();
    await this.finished({ done, failed });
  }

  async finished({ done, failed = 0 }: { done: number; failed?: number }): Promise<void> {
    // Until then the sentence of the run before may stand there.
    await expect(this.status).toHaveAttribute('aria-busy', 'false', { timeout: 90_000 });
    await expect(this.status).toHaveText(/ in [1-9]\d* pictures?\.|left out\./, { timeout: 5000 });
    const left =
      failed === 0 ? '' : ` ${failed} ${failed === 1 ? 'picture was' : 'pictures were'} left out\\.`;
    const sentence = `^\\d+ detections? in ${done} ${done === 1 ? 'picture' : 'pictures'}\\.${left}$`;
    await expect(this.status).toHaveText(new RegExp(sentence), { timeout: 5000 });
  }

  /** Shows a picture of the queue. */
  async select(name: string): Promise<void> {
    const picture = this.page.getByRole('button', { name: new RegExp(`^${escaped(name)}, `) });
    if ((await picture.count()) > 0) await picture.click();
    await expect(this.page.getByRole('img', { name: `Picture ${name}`, exact: true })).toBeVisible();
  }

  async readTable(): Promise<readonly Row[]> {
    const rows = await this.readCells();
    return rows.map((cells) => ({
      className: cells['Class'] ?? '',
      confidence: Number.parseFloat(cells['Confidence'] ?? ''),
      box: ['x1', 'y1', 'x2', 'y2'].map((side) => Number(cells[side])),
    }));
  }

  /** The texts of each row of the table by the heads of its columns. */
  async readCells(): Promise<readonly Readonly<Record<string, string>>[]> {
    const texts = (from: Locator) =>
      from.evaluateAll((found) =>
        found.map((row) => Array.from(row.querySelectorAll('th, td'), (cell) => cell.textContent.trim())),
      );
    const [[heads = []], rows] = await Promise.all([texts(this.table.locator('thead tr')), texts(this.rows)]);
    return rows.map((cells) => Object.fromEntries(heads.map((head, i) => [head, cells[i] ?? ''])));
  }

  async download(name: string | RegExp): Promise<{ name: string; bytes: Buffer }> {
    const started = this.page.waitForEvent('download');
    await this.button(name).click();
    const download: Download = await started;
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }

  async downloadJson(): Promise<ResultFile> {
    return JSON.parse((await this.download('Download JSON')).bytes.toString('utf8')) as ResultFile;
  }
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
