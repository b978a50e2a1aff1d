import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import requireBuild from '../support/require-build';
import { parseArgs } from './parse-args';
import { readFolder } from './read-folder';
import { MODES, runSite, type Mode } from './run-site';
import { score } from './score';
import { writeReport, type ModeResult } from './write-report';

const USAGE = `Usage: npm run evaluate -- folder [--sols G05_day17-22,G04_day14] [--docs]

The folder holds maps/ and masks/ with the same names. --docs writes the figures to docs/evaluation.md.`;

/** Scores the built site on outlined maps; returns the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const parsed = parseArgs(args);
  if (!parsed) return fail(USAGE);
  requireBuild();
  // npm runs commands in the folder of package.json; paths are meant from where the person is.
  const sols = await readFolder(path.resolve(process.env['INIT_CWD'] ?? '.', parsed.folder), parsed.sols);
  if (sols.length === 0) return fail('There are no maps with masks of these names.');
  const results: ModeResult[] = [];
  for (const mode of Object.keys(MODES) as Mode[]) {
    process.stderr.write(`${mode}, ${sols.length} maps\n`);
    const { found, secondsPerMap } = await runSite(sols, mode);
    results.push({ mode, secondsPerMap, scores: score(sols, found) });
  }
  const report = writeReport(sols, results);
  process.stdout.write(report);
  if (parsed.docs) await writeFile(path.resolve('docs/evaluation.md'), report);
  return 0;
}

function fail(line: string): number {
  process.stderr.write(`${line}\n`);
  return 1;
}
