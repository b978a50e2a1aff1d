import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SHARED = path.resolve(import.meta.dirname, '../../shared');

/** Path of a reference file that lies beside the project, not in it. */
export function fixture(name: string): string {
  return existing('fixtures', name);
}

/** Path of a whole map of Mars, 3600 x 1801 pixels, by its name such as `G05_day20`. */
export function marsMap(name: string): string {
  return existing('mars/maps', `${name}.jpg`);
}

function existing(folder: string, name: string): string {
  const file = path.join(SHARED, folder, name);
  if (!existsSync(file)) {
    throw new Error(`Reference file ${name} not found: the tests expect it under ../shared/${folder}`);
  }
  return file;
}

/** A reference file parsed as JSON; its shape is what the fixtures' README states. */
export function readFixtureJson(name: string): unknown {
  return JSON.parse(readFileSync(fixture(name), 'utf8'));
}
