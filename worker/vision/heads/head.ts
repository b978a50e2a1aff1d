/** A network's output: values and their shape, e.g. `[1, 84, 8400]`. */
export interface RawOutput {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** What a head proposes, unsorted; `boxes` is x1, y1, x2, y2 per candidate in pixels of the network's input. */
export interface Proposals {
  readonly boxes: Float32Array<ArrayBuffer>;
  readonly scores: Float32Array<ArrayBuffer>;
  readonly classIds: Uint16Array<ArrayBuffer>;
}

/** One output layout. */
export interface Head {
  readonly id: string;
  /** The head has suppressed by itself: only thresholds apply to what it proposes. */
  readonly suppressed: boolean;
  /** Number of classes that an output of this shape holds, or undefined where the shape is not of this layout. */
  classCount(shape: readonly number[]): number | undefined;
  /** Candidates with a confidence strictly greater than `floor`. */
  read(output: RawOutput, floor: number): Proposals;
}
