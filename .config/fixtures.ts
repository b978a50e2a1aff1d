import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../../shared/fixtures');

/** Path of a reference file that lies beside the project, not in it. */
export function fixture(name: string): string {
  const file = path.join(ROOT, name);
  if (!existsSync(file)) {
    throw new Error(`Reference file ${name} not found: the tests expect it under ../shared/fixtures`);
  }
  return file;
}

/** A reference file parsed as JSON; its shape is what the fixtures' README states. */
export function readFixtureJson(name: string): unknown {
  return JSON.parse(readFileSync(fixture(name), 'utf8'));
}
