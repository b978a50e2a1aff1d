/** How far a fetch is, in bytes. `total` is undefined where the server does not tell. */
export interface ByteProgress {
  readonly received: number;
  readonly total: number | undefined;
}

export type OnProgress = (progress: ByteProgress) => void;
