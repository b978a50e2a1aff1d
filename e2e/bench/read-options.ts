import { parseArgs } from 'node:util';

export interface BenchOptions {
  /** Fewer repetitions: figures to look at, not to report. */
  readonly quick: boolean;
  /** Ids of the models to measure; all where none is named. */
  readonly only: readonly string[];
  readonly engine: 'auto' | 'wasm' | 'webgpu';
  /** Write the report into `docs/performance.md`. */
  readonly docs: boolean;
}

export const USAGE =
  'Usage: npm run bench -- [--quick] [--only MODEL]... [--engine auto|wasm|webgpu] [--docs]';

/** @throws Error where an option is unknown or its value is */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      quick: { type: 'boolean', default: false },
      only: { type: 'string', multiple: true, default: [] },
      engine: { type: 'string', default: 'auto' },
      docs: { type: 'boolean', default: false },
    },
  });
  const { quick, only, engine, docs } = values;
  if (engine !== 'auto' && engine !== 'wasm' && engine !== 'webgpu') throw new Error(`no engine "${engine}"`);
  return { quick, only, engine, docs };
}
