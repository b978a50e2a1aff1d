import { createSHA256 } from 'hash-wasm';

export interface Sha256 {
  update(bytes: Uint8Array): void;
  /** The state so far, to be continued by `createSha256(state)`. */
  save(): Uint8Array;
  /** 64 lower-case hex digits. Ends the hash. */
  hex(): string;
}

/**
 * SHA-256 over bytes as they come. With the `state` of an earlier hash it continues there.
 *
 * @throws Error where `state` was saved by another version of hash-wasm; the caller then hashes from the beginning.
 */
export async function createSha256(state?: Uint8Array): Promise<Sha256> {
  const hash = await createSHA256();
  if (state) hash.load(state);
  else hash.init();
  return {
    update: (bytes) => void hash.update(bytes),
    save: () => hash.save(),
    hex: () => hash.digest('hex'),
  };
}
