const LENGTH_DELIMITED = 2;
const ENCODER = new TextEncoder();

/** A field of a protocol buffers message: a number as varint, text and bytes with their length. */
export function encodeField(field: number, value: number | string | Uint8Array): Uint8Array<ArrayBuffer> {
  if (typeof value === 'number') return joinBytes([varint(field * 8), varint(value)]);
  const bytes = typeof value === 'string' ? ENCODER.encode(value) : value;
  return joinBytes([varint(field * 8 + LENGTH_DELIMITED), varint(bytes.length), bytes]);
}

export function joinBytes(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** Seven bits a byte, the lowest first. */
function varint(value: number): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
  return Uint8Array.from(bytes);
}
