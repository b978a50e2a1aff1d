import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { updateDocs } from './update-docs';

const FILE = path.resolve(import.meta.dirname, '../../test-results/downloads.md');

/** What became of a download. */
export interface Outcome {
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

/**
 * Prints the table of all outcomes and leaves it beside the other results of the tests, and in the docs where they are
 * to be renewed. `setting` says in a sentence how it was measured.
 */
export async function writeOutcomes(outcomes: readonly Outcome[], setting: string): Promise<void> {
  const rows = outcomes.map(({ scenario, runs, first, end, again }) => [
    scenario,
    String(runs),
    first,
    end,
    `${(Math.max(0, again) / 1e6).toFixed(1)} MB`,
  ]);
  const table = [HEADS, HEADS.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  const text = `${setting}\n\n${table.join('\n')}\n`;
  mkdirSync(path.dirname(FILE), { recursive: true });
  writeFileSync(FILE, text);
  console.log(text);
  await updateDocs('downloads.md', 'faults', text);
}
