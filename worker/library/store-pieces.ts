import { createBlock } from '../bytes/block';
import { createSha256, sha256Of } from '../sources/sha256';
import type { Part } from '../store/model-row';
import { wholeNeed } from '../store/store-error';
import type { LibraryContext } from './library-deps';
import { partBytes } from './row-view';

/**
 * Stores bytes as a content of their own, in ranges, and hashes them on the way.
 * @param size of all pieces
 * @throws AppError of the store
 */
export async function storePieces(
  context: LibraryContext,
  content: string,
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  size: number,
): Promise<{ readonly parts: Part[]; readonly sha256: string }> {
  const hash = await createSha256();
  const parts: Part[] = [];
  const block = createBlock(context.rangeBytes, 0, async (bytes) => {
    hash.update(bytes);
    await context.store.parts.put(content, parts.length, bytes).catch((error: unknown) => {
      throw wholeNeed(error, size, partBytes(parts));
    });
    parts.push({ size: bytes.byteLength, sha256: await sha256Of(bytes) });
  });
  try {
    for await (const piece of pieces) await block.push(piece);
    await block.flush();
    return { parts, sha256: hash.hex() };
  } finally {
    block.close();
  }
}
