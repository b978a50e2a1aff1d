/**
 * The few platform types that the vocabulary speaks of. This folder compiles without DOM or worker types, so that
 * using the platform here stays a compile error; each thread's own library fills these in.
 */
interface Blob {
  readonly size: number;
}
interface AbortSignal {
  readonly aborted: boolean;
}
