/** Wire types of protocol buffers (encoding guide, "Message structure"). */
const VARINT = 0;
const FIXED32 = 5;
const BYTES = 2;

const ENCODER = new TextEncoder();

/**
 * A protocol buffers message under construction. Large byte fields are kept by reference and copied once, when the
 * outermost message is written.
 */
export class ProtoMessage {
  readonly #parts: (Uint8Array | ProtoMessage)[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** An integer field. */
  int(field: number, value: number): this {
    return this.#add(varint(field * 8 + VARINT)).#add(varint(value));
  }

  /** A `float` field. */
  float(field: number, value: number): this {
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    return this.#add(varint(field * 8 + FIXED32)).#add(bytes);
  }

  bytes(field: number, bytes: Uint8Array): this {
    return this.#add(varint(field * 8 + BYTES))
      .#add(varint(bytes.length))
      .#add(bytes);
  }

  text(field: number, text: string): this {
    return this.bytes(field, ENCODER.encode(text));
  }

  /** A message field. `message` must be complete. */
  message(field: number, message: ProtoMessage): this {
    return this.#add(varint(field * 8 + BYTES))
      .#add(varint(message.size))
      .#add(message);
  }

  /** The message in wire format. */
  encode(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#size);
    this.#writeTo(bytes, 0);
    return bytes;
  }

  #add(part: Uint8Array | ProtoMessage): this {
    this.#parts.push(part);
    this.#size += part instanceof ProtoMessage ? part.size : part.length;
    return this;
  }

  #writeTo(target: Uint8Array, start: number): number {
    let at = start;
    for (const part of this.#parts) {
      if (part instanceof ProtoMessage) {
        at = part.#writeTo(target, at);
      } else {
        target.set(part, at);
        at += part.length;
      }
    }
    return at;
  }
}

/** Seven bits a byte, the lowest first; negative numbers as the ten bytes of their 64-bit two's complement. */
function varint(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 127n; rest >>= 7n) bytes.push(Number(rest & 127n) | 128);
  bytes.push(Number(rest));
  return Uint8Array.from(bytes);
}
