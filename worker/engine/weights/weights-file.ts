import { releaseBuffer } from '../../bytes/release-buffer';
import { finishWeights, isFinished } from './finish-weights';
import type { WeightPart } from './split-weights';
import { TRANSFORMED, transformKernels } from '../graph/winograd/transform-kernels';

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
  readonly #transformed: Float32Array<ArrayBuffer>;

  constructor(parts: readonly WeightPart[], read: ReadPart) {
    super(new ArrayBuffer(0));
    this.#parts = new Map(parts.map((part) => [part.offset, part]));
    this.#length = most(
      parts,
      () => true,
      ({ offset, length }) => offset + length,
    );
    this.#read = read;
    this.#singles = new Float32Array(most(parts, (part) => !isAsStored(part), singlesOf));
    this.#transformed = new Float32Array(
      most(
        parts,
        ({ transformed }) => transformed,
        ({ length }) => length / 4,
      ),
    );
  }

  override get byteLength(): number {
    return this.#length;
  }

  /** The bytes of one tensor; valid until the next call. */
  override subarray(begin = 0, end = this.#length): Uint8Array<ArrayBuffer> {
    const part = this.#parts.get(begin);
    if (part?.length !== end - begin) throw new RangeError(`no weights at ${begin} to ${end}`);
    const bytes = this.#read(part.start, part.end);
    if (isAsStored(part)) return bytes;
    const singles = this.#singles.subarray(0, singlesOf(part));
    finishWeights(bytes, part, singles);
    if (part.transformed) transformKernels(singles, this.#transformed.subarray(0, part.length / 4));
    return new Uint8Array((part.transformed ? this.#transformed : singles).buffer, 0, part.length);
  }

  /** Frees its memory at once. */
  close(): void {
    releaseBuffer(this.#singles.buffer);
    releaseBuffer(this.#transformed.buffer);
  }
}

function isAsStored(part: WeightPart): boolean {
  return isFinished(part) && !part.transformed;
}

/** How many numbers it has before they are transformed. */
function singlesOf({ length, transformed }: WeightPart): number {
  return length / (transformed ? 4 * TRANSFORMED : 4);
}

function most(
  parts: readonly WeightPart[],
  isCounted: (part: WeightPart) => boolean | undefined,
  size: (part: WeightPart) => number,
): number {
  return parts.reduce((most, part) => (isCounted(part) ? Math.max(most, size(part)) : most), 0);
}
