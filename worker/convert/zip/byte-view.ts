import { damaged } from '../fail';

/** Little-endian numbers at given places of `bytes`; a place outside of them is a `checkpoint-damaged`. */
export class ByteView {
  readonly #view: DataView;

  constructor(
    readonly bytes: Uint8Array<ArrayBuffer>,
    readonly what: string,
  ) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u16(at: number): number {
    this.#check(at, 2);
    return this.#view.getUint16(at, true);
  }

  u32(at: number): number {
    this.#check(at, 4);
    return this.#view.getUint32(at, true);
  }

  /** A 64-bit number; one that no file can reach is refused, so that arithmetic stays exact. */
  u64(at: number): number {
    this.#check(at, 8);
    const value = this.#view.getBigUint64(at, true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER)) throw damaged(`${this.what}: a number beyond 2^53`);
    return Number(value);
  }

  slice(start: number, length: number): Uint8Array<ArrayBuffer> {
    this.#check(start, length);
    return this.bytes.subarray(start, start + length);
  }

  #check(at: number, length: number): void {
    if (at < 0 || length < 0 || at + length > this.bytes.length)
      throw damaged(`${this.what}: ends too early`);
  }
}
