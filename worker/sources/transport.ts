/** The outside world as this folder needs it; tests pass another that never really waits. */
export interface Transport {
  readonly fetch: typeof fetch;
  /** Milliseconds since 1970. */
  now(): number;
  /** 0 to 1, as `Math.random`. */
  random(): number;
  /** False only where the device knows it has no network. */
  online(): boolean;
  /** Resolves after `ms`, or as soon as the device gets its network back; rejects on abort. */
  wait(ms: number, signal: AbortSignal | undefined): Promise<void>;
  /** Runs `action` after `ms` unless the returned function is called before. */
  after(ms: number, action: () => void): () => void;
}

/** The hub in use. The token is sent to `origin` and nowhere else. */
export interface HubAccess {
  readonly origin: string;
  readonly token: string | undefined;
}
