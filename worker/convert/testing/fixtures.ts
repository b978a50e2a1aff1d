import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const FOLDER = path.resolve(import.meta.dirname, '../../../../shared/fixtures');

/** Where a file of the shared test data is; it is not part of the repository. */
export function fixturePath(name: string): string {
  const file = path.join(FOLDER, name);
  if (!existsSync(file)) {
    throw new Error(
      `The test data file ${name} is missing: it belongs in ../shared/fixtures beside the repository`,
    );
  }
  return file;
}

export function readFixture(name: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(fixturePath(name)));
}

/** Little-endian float32 numbers. */
export function readFloats(name: string): Float32Array<ArrayBuffer> {
  return new Float32Array(readFixture(name).buffer);
}

interface GoldenTensor {
  readonly file: string;
  readonly shape: readonly number[];
}

export interface GoldenCase {
  readonly checkpoint: string;
  readonly task: string;
  readonly input: string;
  readonly input_shape: readonly number[];
  readonly outputs: readonly GoldenTensor[];
}

/** What each checkpoint's network gives for one input, calculated by PyTorch. */
export function goldenCases(): readonly GoldenCase[] {
  const text = new TextDecoder().decode(readFixture('golden/raw.json'));
  return (JSON.parse(text) as { cases: GoldenCase[] }).cases;
}
