import { BEGINNING } from '../shared/pictures-api';
import { toHex } from '../shared/to-hex';

/**
 * 64 hex digits for a file's name, length and date and the `circumstances` that it was looked at under, from which none
 * of them can be read. The file is not read. Undefined on insecure pages.
 */
export function keyOf(file: File, circumstances: readonly unknown[]): Promise<string | undefined> {
  const told = JSON.stringify([file.name, file.size, file.lastModified, ...circumstances]);
  return digest(new TextEncoder().encode(told));
}

/** What a file is told apart by from others of its key, as `HeldPicture` has it; undefined where it cannot be read, too. */
export async function beginningOf(file: File): Promise<string | undefined> {
  try {
    return await digest(await file.slice(0, BEGINNING).arrayBuffer());
  } catch {
    return undefined;
  }
}

async function digest(bytes: BufferSource): Promise<string | undefined> {
  // Missing on insecure pages, which the compiler does not know.
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  return subtle && toHex(new Uint8Array(await subtle.digest('SHA-256', bytes)));
}
