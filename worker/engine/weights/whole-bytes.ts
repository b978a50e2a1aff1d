/** Files up to this size are read at once: each reading of a blob is a trip to another process and back. */
export const WHOLE_BYTES = 16_000_000;
