import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { BIG } from './download-scene';
import { updateDocs } from './update-docs';

const FOLDER = path.resolve(import.meta.dirname, '../../test-results');

/** What became of a download. */
interface Outcome {
  readonly scenario: string;
  /** How often it was done. */
  readonly runs: number;
  /** What the person met first. */
  readonly first: string;
  /** What was kept in the end. */
  readonly end: string;
  /** Bytes of the storage origin beyond the file's own, the most of all runs. */
  readonly again: number;
}

const HEADS = ['scenario', 'runs', 'first', 'in the end', 'fetched again, at most'];

/** What became of the downloads of one file of tests. */
export class Outcomes {
  private readonly outcomes: Outcome[] = [];

  /** @param name of the table's place in the docs */
  constructor(private readonly name: string) {}

  note(scenario: string, runs: number, first: string, end: string, again: number): void {
    this.outcomes.push({ scenario, runs, first, end, again });
  }

  /**
   * Prints the table of all outcomes and leaves it beside the other results of the tests, and in the docs where they are
   * to be renewed.
   */
  async write(browserVersion: string): Promise<void> {
    const size = `${(BIG.length / 1e6).toFixed(1)} MB`;
    const setting = `In Chromium ${browserVersion}, with a file of ${size} that comes in three ranges.`;
    const rows = this.outcomes.map(({ scenario, runs, first, end, again }) => [
      scenario,
      String(runs),
      first,
      end,
      `${(Math.max(0, again) / 1e6).toFixed(1)} MB`,
    ]);
    const table = [HEADS, HEADS.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
    const text = `${setting}\n\n${table.join('\n')}\n`;
    mkdirSync(FOLDER, { recursive: true });
    writeFileSync(path.join(FOLDER, `download-${this.name}.md`), text);
    console.log(text);
    await updateDocs('downloads.md', this.name, text);
  }
}
