/** Some cameras write data of their own after the end of the picture; the end is looked for this far back. */
export const TAIL_BYTES = 256 * 1024;

/**
 * Whether a JPEG or PNG lacks its end. Browsers paint what is there and leave the rest grey, without a word: a
 * detector would then answer for a picture that is not the person's.
 *
 * @param tail the last bytes of the file, at most `TAIL_BYTES`.
 */
export function isTruncated(format: string, tail: Uint8Array): boolean {
  // End-of-image marker; the pair cannot occur in the compressed data, where 0xff is followed by 0x00.
  if (format === 'jpg') return !contains(tail, [0xff, 0xd9]);
  if (format === 'png') return !contains(tail, [0x49, 0x45, 0x4e, 0x44]);
  return false;
}

function contains(bytes: Uint8Array, pattern: readonly number[]): boolean {
  for (let at = bytes.length - pattern.length; at >= 0; at--) {
    if (pattern.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
