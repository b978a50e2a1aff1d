import { readFileSync } from 'node:fs';
import { expect, type Locator, type Page } from '@playwright/test';

/** States of a row, as its cell tells them. */
export type RowState = 'bundled' | 'kept' | 'memory' | 'partial' | 'remote' | 'update' | 'damaged';

/** The panel `Models` by its accessible names, which are a contract. */
export class ModelsPanel {
  readonly toggle: Locator;
  readonly reference: Locator;
  readonly addButton: Locator;
  readonly file: Locator;
  readonly token: Locator;
  readonly hub: Locator;
  readonly useHub: Locator;
  readonly table: Locator;
  /** What is said about the field to add a model. */
  readonly refusal: Locator;

  constructor(readonly page: Page) {
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    this.toggle = button('Models');
    this.reference = page.getByRole('textbox', { name: 'Hugging Face model or address', exact: true });
    this.addButton = button('Add model');
    this.file = page.getByLabel('Model file', { exact: true });
    this.token = page.getByRole('textbox', { name: 'Hub token', exact: true });
    this.hub = page.getByRole('textbox', { name: 'Hub address', exact: true });
    this.useHub = button('Use this hub');
    this.table = page.getByRole('table', { name: 'Models', exact: true });
    this.refusal = page
      .getByRole('region', { name: 'Models and storage', exact: true })
      .getByRole('alert')
      .and(page.locator(':not(td *)'));
  }

  async open(): Promise<void> {
    await this.toggle.click();
    await expect(this.table).toBeVisible();
  }

  /** Opens the site with the panel open and its models listed. */
  async visit(address: string): Promise<void> {
    await this.page.goto(address);
    await this.open();
    await expect(this.table.locator('tbody tr')).not.toHaveCount(0);
  }

  row(label: string): ModelRow {
    return new ModelRow(this, label);
  }

  async add(reference: string): Promise<void> {
    await this.reference.fill(reference);
    await this.addButton.click();
  }

  async openHubSettings(): Promise<void> {
    await this.page.getByText('Private models and mirrors', { exact: true }).click();
    await expect(this.token).toBeVisible();
  }
}

export class ModelRow {
  readonly locator: Locator;
  /** The cell that tells the state, progress and what was last said. */
  readonly cell: Locator;
  readonly size: Locator;
  readonly commit: Locator;
  readonly sha256: Locator;
  readonly alert: Locator;
  readonly progress: Locator;

  constructor(
    private readonly panel: ModelsPanel,
    label: string,
  ) {
    const { page } = panel;
    this.locator = panel.table
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader').getByText(label, { exact: true }).first() });
    const cells = this.locator.getByRole('cell');
    this.cell = cells.nth(0);
    this.size = cells.nth(1);
    this.commit = cells.nth(2);
    this.sha256 = cells.nth(3);
    this.alert = this.locator.getByRole('alert');
    this.progress = page.getByRole('progressbar', { name: label, exact: true });
  }

  button(name: string): Locator {
    return this.locator.getByRole('button', { name, exact: true });
  }

  async state(state: RowState, timeout = 60_000): Promise<void> {
    // Waited for by the page itself, which sees it at once; `expect` looks once a second, and says what it saw instead.
    const there = this.cell.and(this.panel.page.locator(`[data-state="${state}"]`));
    await there.waitFor({ timeout }).catch(() => undefined);
    await expect(this.cell).toHaveAttribute('data-state', state, { timeout: 1000 });
  }

  /** Downloads it and waits until it is kept. */
  async download(): Promise<void> {
    await this.button('Download').click();
    await this.state('kept');
    await expect(this.progress).toHaveCount(0);
  }

  async delete(): Promise<void> {
    await this.button('Delete').click();
    await expect(this.button('Delete')).toHaveCount(0);
  }

  async export(): Promise<{ name: string; bytes: Buffer }> {
    const started = this.panel.page.waitForEvent('download');
    await this.button('Export').click();
    const download = await started;
    return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
  }
}
