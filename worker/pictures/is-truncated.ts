/** Some cameras write data of their own after the end of the picture; the end is looked for this far back. */
export const TAIL_BYTES = 256 * 1024;

/** Of JPEG (ITU-T T.81, B.1.1). */
const [MARKER, START_OF_SCAN, END_OF_IMAGE] = [0xff, 0xda, 0xd9] as const;

/**
 * Whether a JPEG or PNG lacks its end. Browsers paint what is there and leave the rest grey, without a word: a
 * detector would then answer for a picture that is not the person's.
 *
 * @param head the first bytes of the file
 * @param tail the last bytes of the file, at most `TAIL_BYTES`
 * @param size bytes of the file
 */
export function isTruncated(format: string, head: Uint8Array, tail: Uint8Array, size: number): boolean {
  // The pair cannot occur in the compressed data, where 0xff is followed by 0x00; in a thumbnail before it does.
  if (format === 'jpg')
    return !contains(tail, [MARKER, END_OF_IMAGE], startOfScan(head) - (size - tail.length));
  if (format === 'png') return !contains(tail, [0x49, 0x45, 0x4e, 0x44]);
  return false;
}

/** Where a JPEG's first scan begins, by the lengths of the segments before it; the end of the head where it is not there. */
function startOfScan(head: Uint8Array): number {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  for (let at = 2; at + 4 <= head.length; at += 2 + view.getUint16(at + 2)) {
    // Markers may be preceded by any number of fill bytes.
    while (view.getUint8(at + 1) === MARKER && at + 5 <= head.length) at++;
    if (view.getUint8(at) !== MARKER || view.getUint8(at + 1) === START_OF_SCAN) return at;
  }
  return head.length;
}

function contains(bytes: Uint8Array, pattern: readonly number[], from = 0): boolean {
  for (let at = bytes.length - pattern.length; at >= Math.max(from, 0); at--) {
    if (pattern.every((byte, i) => bytes[at + i] === byte)) return true;
  }
  return false;
}
