import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { renderTables, type Table } from './render-tables';
import type { BenchOptions } from './read-options';
import type { BenchResults } from './results';

const FILE = path.resolve(import.meta.dirname, '../../docs/performance.md');
const END = '<!-- end -->';

/** Puts the report of a run between its marks in `docs/performance.md`: one on the CPU, or one on WebGPU. */
export async function writeDocs(results: BenchResults, engine: BenchOptions['engine']): Promise<void> {
  const mark = `<!-- written by npm run bench -- --docs${engine === 'webgpu' ? ' --engine webgpu' : ''}: begin -->`;
  const text = readFileSync(FILE, 'utf8');
  const begin = text.indexOf(mark);
  const end = text.indexOf(END, begin);
  if (begin < 0 || end < 0) throw new Error(`no marks in ${FILE}`);
  const tables = renderTables(results).filter(({ rows }) => rows.length > 0);
  const report = [machineOf(results), ...tables.map(markdown)].join('\n\n');
  const whole = `${text.slice(0, begin)}${mark}\n\n${report}\n\n${text.slice(end)}`;
  writeFileSync(FILE, await format(whole, { parser: 'markdown', printWidth: 110 }));
}

function machineOf({ machine, quick, finished_at }: BenchResults): string {
  const { cpu, cores, memory_gb, system, browser, load } = machine;
  const busy = Math.max(...load) > cores + 0.5;
  return [
    `${finished_at.slice(0, 10)}: ${cpu}, ${cores} logical cores, ${memory_gb} GB, ${system}; ${browser}.`,
    `Load of the machine ${load[0]} before and ${load[1]} after.`,
    busy ? 'Other programs worked on it at the same time: absolute times are too long, ratios less so.' : '',
    quick ? 'A quick run: few repetitions.' : '',
  ]
    .filter(Boolean)
    .join(' ');
}

function markdown({ title, columns, rows }: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [`### ${title}`, '', line(columns), line(columns.map(() => '---')), ...rows.map(line)].join('\n');
}
