/** Tables of the reflected polynomial 0xEDB88320 (zip, APPNOTE 4.4.7), for four bytes at a time. */
const TABLES = makeTables();

function makeTables(): readonly Uint32Array[] {
  const tables = Array.from({ length: 4 }, () => new Uint32Array(256));
  const [first] = tables;
  if (!first) return tables;
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte;
    for (let bit = 0; bit < 8; bit++)
      remainder = remainder & 1 ? (remainder >>> 1) ^ 0xedb88320 : remainder >>> 1;
    first[byte] = remainder;
  }
  for (let table = 1; table < 4; table++) {
    for (let byte = 0; byte < 256; byte++) {
      const before = tables[table - 1]?.[byte] ?? 0;
      const entry = tables[table];
      if (entry) entry[byte] = (before >>> 8) ^ (first[before & 255] ?? 0);
    }
  }
  return tables;
}

/** CRC-32 of `bytes` as zip archives store it, an unsigned integer. */
export function crc32(bytes: Uint8Array): number {
  const [t0, t1, t2, t3] = TABLES as unknown as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  const quads = bytes.length - (bytes.length % 4);
  let crc = -1;
  let at = 0;
  // Indexes below are masked to 0..255 or bounded by the loop: the casts never hide an undefined.
  for (; at < quads; at += 4) {
    crc ^= at4(bytes, at);
    crc =
      (t3[crc & 255] as number) ^
      (t2[(crc >>> 8) & 255] as number) ^
      (t1[(crc >>> 16) & 255] as number) ^
      (t0[crc >>> 24] as number);
  }
  for (; at < bytes.length; at++) crc = (crc >>> 8) ^ (t0[(crc ^ (bytes[at] as number)) & 255] as number);
  return ~crc >>> 0;
}

function at4(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}
