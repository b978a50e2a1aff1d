import { toHex } from '../shared/to-hex';

/** Bytes of a file that are read to know it again. */
const BEGINNING = 65_536;

/**
 * 64 hex digits that a file and what it was looked at with have in common with themselves alone: name, length, date,
 * the first 64 kB, and `circumstances`. Nothing of the file can be read from it. Undefined where the browser hashes
 * nothing, which is so on insecure pages, or where the file can no longer be read.
 */
export async function contentKey(file: File, circumstances: readonly unknown[]): Promise<string | undefined> {
  // Missing on insecure pages, which the compiler does not know.
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  if (!subtle) return undefined;
  try {
    const told = JSON.stringify([file.name, file.size, file.lastModified, ...circumstances]);
    const said = new TextEncoder().encode(`${told}\0`);
    const beginning = new Uint8Array(await file.slice(0, BEGINNING).arrayBuffer());
    // Not a blob of both, which would have to be read back from another process.
    const bytes = new Uint8Array(said.length + beginning.length);
    bytes.set(said);
    bytes.set(beginning, said.length);
    const digest = await subtle.digest('SHA-256', bytes);
    return toHex(new Uint8Array(digest));
  } catch {
    return undefined;
  }
}
