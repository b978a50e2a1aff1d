import { releaseBuffer } from '../../bytes/release-buffer';
import { finishWeights, isFinished } from './finish-weights';
import type { WeightPart } from './split-weights';

/** Reads bytes of the model's file; what it returns is only looked at until the next call. */
export type ReadPart = (start: number, end: number) => Uint8Array<ArrayBuffer>;

/**
 * The file that `splitWeights` refers to, as `externalData` of onnxruntime-web. That takes bytes, asks how many there
 * are and copies the range of one tensor after the other out of them; here these are made at that moment, so that never
 * more than one tensor is in memory twice.
 */
export class WeightsFile extends Uint8Array<ArrayBuffer> {
  readonly #parts: ReadonlyMap<number, WeightPart>;
  readonly #length: number;
  readonly #read: ReadPart;
  /** Reused, as garbage of this size would stay until the next collection. */
  readonly #singles: Float32Array<ArrayBuffer>;

  constructor(parts: readonly WeightPart[], read: ReadPart) {
    super(new ArrayBuffer(0));
    this.#parts = new Map(parts.map((part) => [part.offset, part]));
    this.#length = parts.reduce((most, { offset, length }) => Math.max(most, offset + length), 0);
    this.#read = read;
    const widest = parts.reduce((most, part) => (isFinished(part) ? most : Math.max(most, part.length)), 0);
    this.#singles = new Float32Array(widest / 4);
  }

  override get byteLength(): number {
    return this.#length;
  }

  /** The bytes of one tensor; valid until the next call. */
  override subarray(begin = 0, end = this.#length): Uint8Array<ArrayBuffer> {
    const part = this.#parts.get(begin);
    if (part?.length !== end - begin) throw new RangeError(`no weights at ${begin} to ${end}`);
    const bytes = this.#read(part.start, part.end);
    if (isFinished(part)) return bytes;
    finishWeights(bytes, part, this.#singles.subarray(0, part.length / 4));
    return new Uint8Array(this.#singles.buffer, 0, part.length);
  }

  /** Frees its memory at once. */
  close(): void {
    releaseBuffer(this.#singles.buffer);
  }
}
