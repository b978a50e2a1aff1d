import { damaged } from './fail';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Decodes UTF-8; anything else is a `checkpoint-damaged`. */
export function decodeText(bytes: Uint8Array, what: string): string {
  try {
    return UTF8.decode(bytes);
  } catch {
    throw damaged(`${what}: not UTF-8`);
  }
}
