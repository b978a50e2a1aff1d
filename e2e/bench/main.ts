import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import requireBuild from '../support/require-build';
import { benchModel } from './bench-model';
import { BENCH_MODELS, type BenchModel } from './bench-models';
import { describeMachine, loadNow } from './describe-machine';
import { judgeTargets } from './judge-targets';
import { printTables } from './print-tables';
import { readOptions, USAGE, type BenchOptions } from './read-options';
import { renderTables } from './render-tables';
import type { BenchResults, ModelRow } from './results';
import { writeDocs } from './write-docs';

const RESULTS = path.resolve(import.meta.dirname, '../../bench/results.json');

/** Measures the built site; returns the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  let options: BenchOptions;
  try {
    options = readOptions(args);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return 1;
  }
  requireBuild();
  const models = chosenModels(options);
  if (models.length === 0) {
    console.error(`No such model; there are ${BENCH_MODELS.map(({ id }) => id).join(', ')}`);
    return 1;
  }
  const results = await measure(models, options);
  const { failures } = results;
  console.log(`\n${printTables(renderTables(results))}\n\nWrote ${path.relative('.', RESULTS)}`);
  if (options.docs && failures.length === 0) await writeDocs(results, options.engine);
  return failures.length === 0 ? 0 : 1;
}

/** Measures one model after the other; what was measured is written after each, so that an interruption keeps it. */
async function measure(models: readonly BenchModel[], options: BenchOptions): Promise<BenchResults> {
  const before = loadNow();
  const machine = await describeMachine();
  const rows: ModelRow[] = [];
  const failures: { model: string; reason: string }[] = [];
  const write = (): BenchResults => {
    const results: BenchResults = {
      version: 4,
      finished_at: new Date().toISOString(),
      machine: { ...machine, load: [before, loadNow()] },
      quick: options.quick,
      rows,
      targets: rows.flatMap(judgeTargets),
      failures,
    };
    mkdirSync(path.dirname(RESULTS), { recursive: true });
    writeFileSync(RESULTS, `${JSON.stringify(results, undefined, 2)}\n`);
    return results;
  };
  for (const model of models) {
    console.log(`${new Date().toISOString().slice(11, 19)}  ${model.id}`);
    try {
      rows.push(await benchModel(model, options));
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      console.error(`${model.id} could not be measured: ${reason}`);
      failures.push({ model: model.id, reason });
    }
    write();
  }
  return write();
}

/** A software adapter only runs the site's own model: it takes seconds a picture. */
function chosenModels({ only, engine }: BenchOptions) {
  if (only.length > 0) return BENCH_MODELS.filter(({ id }) => only.includes(id));
  return engine === 'webgpu' ? BENCH_MODELS.slice(0, 1) : BENCH_MODELS;
}
