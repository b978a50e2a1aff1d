/** What is being fetched, and how far it is. `total` is undefined where the server does not tell. */
export interface ByteProgress {
  readonly what: 'engine' | 'model';
  readonly received: number;
  readonly total: number | undefined;
}

export type OnProgress = (progress: ByteProgress) => void;
