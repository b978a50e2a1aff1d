import { open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ByteSource } from '../src/shared/byte-source';
import { AppError } from '../src/shared/errors';
import { convertCheckpoint } from '../worker/convert/convert-checkpoint';
import { describeCheckpointError } from '../src/shared/checkpoint-sentences';
import type { CheckpointSummary } from '../worker/convert/network/checkpoint-summary';

const USAGE = 'Usage: npm run convert -- best.pt best.onnx';

/** Converts a checkpoint file to an ONNX file; returns the exit status. */
export async function main(args: readonly string[]): Promise<number> {
  const [from, to, ...rest] = args;
  if (from === undefined || to === undefined || rest.length > 0) return fail(USAGE);
  if (resolve(from) === resolve(to)) return fail(`${USAGE}: two files`);
  try {
    const converted = await convertFile(resolve(from));
    say(describe(converted.summary));
    await writeFile(resolve(to), converted.onnx);
    say([
      `Wrote ${to}: ${megabytes(converted.onnx.length)}, for sizes in multiples of ${converted.stride} pixels`,
    ]);
    return 0;
  } catch (error) {
    return fail(`${from}: ${sentence(error)}`);
  }
}

/** npm runs commands in the folder of package.json; paths are meant from where the person is. */
function resolve(file: string): string {
  return path.resolve(process.env['INIT_CWD'] ?? '.', file);
}

async function convertFile(file: string) {
  const handle = await open(file);
  try {
    const { size } = await handle.stat();
    const source: ByteSource = {
      size,
      async read(start, end) {
        const bytes = new Uint8Array(end - start);
        const { bytesRead } = await handle.read(bytes, 0, bytes.length, start);
        return bytes.subarray(0, bytesRead);
      },
    };
    return await convertCheckpoint(source);
  } finally {
    await handle.close();
  }
}

function describe(summary: CheckpointSummary): string[] {
  const rows: [string, string | undefined][] = [
    [
      'Network',
      `${summary.architecture ?? 'unnamed'}, ${summary.parameters.toLocaleString('en')} parameters`,
    ],
    ['Task', summary.task],
    ['Classes', `${summary.names.length}: ${summary.names.join(', ')}`],
    ['Trained at', summary.imageSize && `${summary.imageSize[1]} x ${summary.imageSize[0]} pixels`],
    ['Trained on', summary.data],
    ['Date', summary.date],
    ['Ultralytics', summary.version],
    ['License', summary.license],
    [
      'Unfinished',
      summary.epoch === undefined ? undefined : `after epoch ${summary.epoch + 1}; running average taken`,
    ],
    ...summary.trainMetrics.map(([name, value]): [string, string] => [name, String(value)]),
  ];
  return rows.flatMap(([name, value]) => (value === undefined ? [] : [`${name}: ${plain(value)}`]));
}

/** Text of a stranger's file must not steer the terminal. */
function plain(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, '?');
}

function sentence(error: unknown): string {
  if (error instanceof AppError) return plain(describeCheckpointError(error) ?? error.code);
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'There is no such file.';
  if (code === 'EISDIR') return 'This is a folder.';
  if (code === 'EACCES') return 'The file may not be opened.';
  throw error;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function say(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function fail(line: string): number {
  process.stderr.write(`${line}\n`);
  return 1;
}
