/** A file that can be read at any place: a local `Blob`, HTTP ranges, or an array in a test. */
export interface ByteSource {
  /** Length of the file in bytes. */
  readonly size: number;
  /**
   * Reads bytes `start` (inclusive) to `end` (exclusive). Resolves with exactly `end - start` bytes or rejects;
   * `0 <= start <= end <= size` is the caller's duty.
   */
  read(start: number, end: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>>;
}
