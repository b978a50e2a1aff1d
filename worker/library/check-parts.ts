import { isAbort } from '../../src/shared/errors';
import { createSha256, type Sha256 } from '../sources/sha256';
import type { PartStore } from '../store/model-store';
import { readPart, type Content } from '../store/read-content';

export interface CheckedParts {
  /** How many parts, from the first on, are as they were when they came. */
  readonly good: number;
  /** The hash of those, ready for the bytes that follow. */
  readonly hash: Sha256;
}

/**
 * Reads stored parts again and compares each with its recorded hash, up to the first that is not what it was.
 */
export async function checkParts(
  store: PartStore,
  content: Content,
  signal?: AbortSignal,
): Promise<CheckedParts> {
  let hash = await createSha256();
  for (const [index, part] of content.parts.entries()) {
    signal?.throwIfAborted();
    const before = hash.save();
    const own = await createSha256();
    let intact = true;
    try {
      for await (const piece of readPart(store, content, index)) {
        own.update(piece);
        hash.update(piece);
      }
    } catch (error) {
      if (isAbort(error)) throw error;
      intact = false;
    }
    if (!intact || own.hex() !== part.sha256) {
      hash = await createSha256(before);
      return { good: index, hash };
    }
  }
  return { good: content.parts.length, hash };
}
