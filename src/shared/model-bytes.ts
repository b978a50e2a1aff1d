/** The bytes of a model's file in memory, of a large one so that each of its large weights can be freed once it was used. */
export interface ModelBytes {
  /** As long as the file, with zeros that nobody has touched, which take no memory, in place of `weights`. */
  readonly sparse: Uint8Array<ArrayBuffer>;
  /** Large weights, each in a buffer of its own, by where they begin in the file; none of a small file. */
  readonly weights: ReadonlyMap<number, Uint8Array<ArrayBuffer>>;
}

/** What has to be moved with them to another thread, as nobody wants them twice in memory. */
export function buffersOf({ sparse, weights }: ModelBytes): ArrayBuffer[] {
  return [sparse, ...weights.values()].map(({ buffer }) => buffer);
}
