import program from './transform-kernels.wat';

interface Program {
  readonly memory: WebAssembly.Memory;
  readonly turn: (kernels: number, rows: number) => void;
  readonly evaluate: (from: number, gap: number, to: number, step: number) => void;
}

/** Numbers of a kernel, and of what is made of it. */
const PLACES = { kernel: 9, made: 36 };
/** How many times as many numbers there are then. */
export const TRANSFORMED = PLACES.made / PLACES.kernel;

/** Kernels that are worked on at a time, and bytes of a row of them; a processor's cache holds all rows. */
const BLOCK = 256;
const ROW = 4 * BLOCK;
/** Where the kernels lie as they come, turned, with their columns transformed, and with their rows as well. */
const TURNED_AT = PLACES.kernel * ROW;
const HALFWAY_AT = TURNED_AT + PLACES.kernel * ROW;
const MADE_AT = HALFWAY_AT + 18 * ROW;

const exported: unknown = new WebAssembly.Instance(new WebAssembly.Module(program)).exports;
const { memory, turn, evaluate } = exported as Program;
const stored = new Float32Array(memory.buffer, 0, PLACES.kernel * BLOCK);
const made = new Float32Array(memory.buffer, MADE_AT, PLACES.made * BLOCK);

/**
 * Kernels of 3 x 3 as Winograd's minimal filtering F(4 x 4, 3 x 3) takes them: `G g Gᵀ` of each (Lavin and Gray, "Fast
 * Algorithms for Convolutional Neural Networks", 2015), for the points 0, 1, -1, 2, -2 and infinity.
 *
 * @param kernels `[count, 3, 3]`
 * @param transformed filled with `[6, 6, count]`
 */
export function transformKernels(
  kernels: Float32Array<ArrayBuffer>,
  transformed: Float32Array<ArrayBuffer>,
): void {
  const count = kernels.length / PLACES.kernel;
  for (let from = 0; from < count; from += BLOCK) {
    const size = Math.min(BLOCK, count - from);
    stored.set(kernels.subarray(PLACES.kernel * from, PLACES.kernel * (from + size)));
    turn(0, TURNED_AT);
    for (let column = 0; column < 3; column++) {
      evaluate(TURNED_AT + column * ROW, 3 * ROW, HALFWAY_AT + column * ROW, 3 * ROW);
    }
    for (let row = 0; row < 6; row++) evaluate(HALFWAY_AT + 3 * row * ROW, ROW, MADE_AT + 6 * row * ROW, ROW);
    for (let place = 0; place < PLACES.made; place++) {
      transformed.set(made.subarray(place * BLOCK, place * BLOCK + size), place * count + from);
    }
  }
}
