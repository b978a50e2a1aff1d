import { damaged, tooLarge } from '../fail';
import { decodeText } from '../decode-text';
import { LIMITS } from '../limits';

const NEWLINE = 0x0a;

/** Reads the arguments of pickle operations; a program that ends too early is a `checkpoint-damaged`. */
export class PickleReader {
  #at = 0;
  readonly #view: DataView;

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  u16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  i32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  /** A float of eight bytes: the one thing in a pickle that is big-endian. */
  f64(): number {
    return this.#view.getFloat64(this.#take(8), false);
  }

  /** A signed integer of `length` bytes; a `bigint` beyond 2^53. */
  integer(length: number): number | bigint {
    if (length > LIMITS.pickleIntegerBytes) throw tooLarge('pickleIntegerBytes', length);
    const start = this.#take(length);
    let value = 0n;
    for (let at = length - 1; at >= 0; at--) value = (value << 8n) | BigInt(this.#view.getUint8(start + at));
    const signed = BigInt.asIntN(8 * length, value);
    const small = Number(signed);
    return Number.isSafeInteger(small) ? small : signed;
  }

  text(length: number): string {
    if (length > LIMITS.pickleStringBytes) throw tooLarge('pickleStringBytes', length);
    const start = this.#take(length);
    return decodeText(this.bytes.subarray(start, start + length), 'pickle: text');
  }

  line(): string {
    const end = this.bytes.indexOf(NEWLINE, this.#at);
    if (end < 0) throw damaged('pickle: ends too early');
    const text = this.text(end - this.#at);
    this.#take(1);
    return text;
  }

  #take(length: number): number {
    const start = this.#at;
    if (start + length > this.bytes.length) throw damaged('pickle: ends too early');
    this.#at += length;
    return start;
  }
}
