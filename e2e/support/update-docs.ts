import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';

const FOLDER = path.resolve(import.meta.dirname, '../../docs');

/**
 * With `UPDATE_DOCS` set, puts what a test has measured into a page of `docs`, between the comments
 * `<!-- measured: name -->` and `<!-- end -->`.
 */
export async function updateDocs(page: string, name: string, text: string): Promise<void> {
  if (!process.env['UPDATE_DOCS']) return;
  const file = path.join(FOLDER, page);
  const before = readFileSync(file, 'utf8');
  const [head, tail] = [`<!-- measured: ${name} -->`, '<!-- end -->'];
  const start = before.indexOf(head) + head.length;
  const end = before.indexOf(tail, start);
  if (start < head.length || end < 0) throw new Error(`${page} has no place for ${name}`);
  const after = `${before.slice(0, start)}\n\n${text.trim()}\n\n${before.slice(end)}`;
  writeFileSync(file, await format(after, { ...(await resolveConfig(file)), filepath: file }));
}
