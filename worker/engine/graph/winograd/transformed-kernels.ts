import { releaseBuffer } from '../../../bytes/release-buffer';
import type { WeightsFile } from '../../weights/weights-file';
import program from './transform-kernels.wat';
import { PLACES } from './transforms';

export const TRANSFORMED_PATH = 'transformed kernels';
/** How many times as long a kernel is when it is transformed. */
export const LENGTHENED = PLACES / 9;

interface Program {
  readonly memory: WebAssembly.Memory;
  readonly transform: (from: number, end: number, to: number, row: number) => void;
}

/** Kernels that are transformed at a time; a processor's cache holds them. */
const BLOCK = 1024;
/** Behind what the program works with. */
const KERNELS_AT = 288;
const KERNELS_LENGTH = 9 * BLOCK;
const MADE_AT = KERNELS_AT + 4 * KERNELS_LENGTH;
const exported: unknown = new WebAssembly.Instance(new WebAssembly.Module(program)).exports;
const { memory, transform } = exported as Program;
const taken = new Uint8Array(memory.buffer, KERNELS_AT, 4 * KERNELS_LENGTH);
const made = new Float32Array(memory.buffer, MADE_AT, PLACES * BLOCK);

/**
 * A second file beside the weights', which has all of them as kernels of 3 x 3 that minimal filtering has transformed:
 * at four times the place and four times as long, `[36, number of kernels]` each. Made, too, when it is asked for.
 */
export class TransformedKernels extends Uint8Array<ArrayBuffer> {
  readonly #weights: WeightsFile;
  /** Reused where it is long enough. */
  #singles = new Float32Array(0);

  constructor(weights: WeightsFile) {
    super(new ArrayBuffer(0));
    this.#weights = weights;
  }

  override get byteLength(): number {
    return LENGTHENED * this.#weights.byteLength;
  }

  /** The bytes of one tensor; valid until the next call. */
  override subarray(begin = 0, end = this.byteLength): Uint8Array<ArrayBuffer> {
    const length = (end - begin) / 4;
    if (this.#singles.length < length) {
      this.close();
      this.#singles = new Float32Array(length);
    }
    transformKernels(this.#weights.subarray(begin / LENGTHENED, end / LENGTHENED), this.#singles);
    return new Uint8Array(this.#singles.buffer, 0, end - begin);
  }

  /** Frees its memory at once, but not the weights'. */
  close(): void {
    releaseBuffer(this.#singles.buffer);
  }
}

/**
 * In WebAssembly: JavaScript takes several times as long.
 * @param bytes of kernels of nine singles each; they may begin at an odd place
 */
function transformKernels(bytes: Uint8Array, singles: Float32Array): void {
  const count = bytes.length / 36;
  for (let from = 0; from < count; from += BLOCK) {
    const to = Math.min(from + BLOCK, count);
    taken.set(bytes.subarray(36 * from, 36 * to));
    transform(KERNELS_AT, KERNELS_AT + 36 * (to - from), MADE_AT, 4 * BLOCK);
    for (let place = 0; place < PLACES; place++) {
      singles.set(made.subarray(place * BLOCK, place * BLOCK + to - from), place * count + from);
    }
  }
}
