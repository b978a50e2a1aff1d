import program from './weight-rows.wat';

/** What becomes of weights on their way from the file to the network. */
export interface Finish {
  /** Half precision in the file, single precision in the network. */
  readonly widen: boolean;
  /** Factors of the parts along the first axis, one for each; single precision. */
  readonly scale: Float32Array<ArrayBuffer> | undefined;
}

interface Program {
  readonly memory: WebAssembly.Memory;
  readonly widen: (end: number) => void;
  readonly scale: (single: number, end: number, factor: number) => void;
}

/** Numbers that are worked on at a time; a processor's cache holds them. */
const BLOCK = 16_384;
const SINGLES_AT = 65_536;
const exported: unknown = new WebAssembly.Instance(new WebAssembly.Module(program)).exports;
const kernels = exported as Program;
const stored = new Uint8Array(kernels.memory.buffer);
const made = new Float32Array(kernels.memory.buffer, SINGLES_AT, BLOCK);

/** Whether the file has them as the network takes them. */
export function isFinished({ widen, scale }: Finish): boolean {
  return !widen && !scale;
}

/**
 * Writes the finished weights, bit by bit as onnxruntime would calculate them. In WebAssembly: JavaScript takes several
 * times as long.
 *
 * @param bytes as they are stored; they may begin at an odd place
 */
export function finishWeights(
  bytes: Uint8Array,
  { widen, scale }: Finish,
  singles: Float32Array<ArrayBuffer>,
): void {
  const size = widen ? 2 : 4;
  for (let from = 0; from < singles.length; from += BLOCK) {
    const to = Math.min(from + BLOCK, singles.length);
    stored.set(bytes.subarray(size * from, size * to), widen ? 0 : SINGLES_AT);
    if (widen) kernels.widen(size * (to - from));
    if (scale) scaleRows(from, to, singles.length / scale.length, scale);
    singles.set(made.subarray(0, to - from), from);
  }
}

/** Scales the numbers `from` to `to` of all, which are in the kernels' memory, in rows of `width`. */
function scaleRows(from: number, to: number, width: number, scale: Float32Array): void {
  const placeOf = (index: number) => SINGLES_AT + 4 * (Math.min(Math.max(index, from), to) - from);
  for (let row = Math.floor(from / width); row * width < to; row++) {
    kernels.scale(placeOf(row * width), placeOf((row + 1) * width), scale[row] ?? 0);
  }
}
