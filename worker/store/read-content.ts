import { AppError } from '../../src/shared/errors';
import type { ByteSource } from '../../src/shared/byte-source';
import { readPieces } from '../bytes/read-pieces';
import type { Part } from './model-row';
import type { PartStore } from './model-store';

/** Stored bytes: a content's name and the parts that count. */
export interface Content {
  readonly content: string;
  readonly parts: readonly Part[];
}

function damaged(content: Content, index: number): AppError {
  return new AppError('model-damaged', { part: index, parts: content.parts.length });
}

/**
 * The bytes of one part as they are read, never more than a piece in memory; a piece is overwritten by the next.
 *
 * @throws AppError `model-damaged` where the part is missing, or shorter or longer than recorded.
 */
export async function* readPart(
  store: PartStore,
  content: Content,
  index: number,
): AsyncGenerator<Uint8Array> {
  const expected = content.parts[index]?.size;
  const response = await store.get(content.content, index);
  if (!response?.body || expected === undefined) throw damaged(content, index);
  const reader = readPieces(response.body);
  let length = 0;
  try {
    for (;;) {
      const piece = await reader.read().catch(() => {
        throw damaged(content, index);
      });
      if (!piece) break;
      length += piece.byteLength;
      if (length > expected) throw damaged(content, index);
      yield piece;
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
  if (length !== expected) throw damaged(content, index);
}

/** The stored file for a reader that needs some of it only; reads one part at a time. */
export function contentSource(store: PartStore, content: Content): ByteSource {
  const size = content.parts.reduce((sum, part) => sum + part.size, 0);
  return {
    size,
    async read(start, end) {
      const bytes = new Uint8Array(end - start);
      let at = 0;
      for (let index = 0; index < content.parts.length && at < end; index++) {
        const partEnd = at + (content.parts[index]?.size ?? 0);
        if (partEnd > start) {
          let position = at;
          for await (const piece of readPart(store, content, index)) {
            const from = Math.max(0, start - position);
            const to = Math.min(piece.byteLength, end - position);
            if (to > from) bytes.set(piece.subarray(from, to), position + from - start);
            position += piece.byteLength;
          }
        }
        at = partEnd;
      }
      return bytes;
    },
  };
}

/**
 * The stored file as one blob, which the browser keeps on its disk rather than in memory.
 *
 * @throws AppError `model-damaged` where a part is missing or has another length.
 */
export async function contentBlob(store: PartStore, content: Content): Promise<Blob> {
  const blobs: Blob[] = [];
  for (const [index, part] of content.parts.entries()) {
    const blob = await (await store.get(content.content, index))?.blob();
    if (blob?.size !== part.size) throw damaged(content, index);
    blobs.push(blob);
  }
  return new Blob(blobs, { type: 'application/octet-stream' });
}
