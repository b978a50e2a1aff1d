export interface EvaluateArgs {
  readonly folder: string;
  /** Names of sols; undefined for all. */
  readonly sols: ReadonlySet<string> | undefined;
  /** Writes the figures to `docs/evaluation.md` too. */
  readonly docs: boolean;
}

/** `folder --sols G05_day17-22,G04_day14 --docs`; undefined where that is not what it says. */
export function parseArgs(args: readonly string[]): EvaluateArgs | undefined {
  const folders: string[] = [];
  let sols: ReadonlySet<string> | undefined;
  let docs = false;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i] ?? '';
    if (arg === '--docs') docs = true;
    else if (arg === '--sols') {
      const named = (args[++i] ?? '').split(',').flatMap(expand);
      if (named.length === 0) return undefined;
      sols = new Set(named);
    } else if (arg.startsWith('-')) return undefined;
    else folders.push(arg);
  }
  const [folder, ...more] = folders;
  return folder === undefined || more.length > 0 ? undefined : { folder, sols, docs };
}

/** `G05_day09-11` -> `G05_day09`, `G05_day10`, `G05_day11`. */
function expand(text: string): readonly string[] {
  const range = /^(.*?)(\d+)-(\d+)$/.exec(text);
  if (!range) return text === '' ? [] : [text];
  const [, start = '', first = '', last = ''] = range;
  const count = Math.max(0, Number(last) - Number(first) + 1);
  return Array.from(
    { length: count },
    (_, i) => start + String(Number(first) + i).padStart(first.length, '0'),
  );
}
