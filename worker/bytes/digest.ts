import { toHex } from '../../src/shared/to-hex';

/** SHA-256 by the browser, as 64 lower-case hex digits; undefined on insecure pages, where it hashes nothing. */
export async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<string | undefined> {
  // Missing there, which the compiler does not know.
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  return subtle && toHex(new Uint8Array(await subtle.digest('SHA-256', bytes)));
}
