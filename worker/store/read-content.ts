import { AppError } from '../../src/shared/errors';
import type { ByteSource } from '../../src/shared/byte-source';
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

/** Bytes in memory at a time: little beside a part, and few turns. */
const PIECE = 1024 * 1024;

/**
 * The bytes of one part from `from` to `to`, in pieces. Not by the body's stream: Chromium now and then never answers a
 * read of a cached body's bytes, while a blob of it can always be read.
 *
 * @throws AppError `model-damaged` where the part is missing, or shorter or longer than recorded.
 */
export async function* readPart(
  store: PartStore,
  content: Content,
  index: number,
  from = 0,
  to = Infinity,
): AsyncGenerator<Uint8Array> {
  const fail = () => {
    throw damaged(content, index);
  };
  const blob = await partBlob(store, content, index).catch(fail);
  if (!blob || blob.size !== content.parts[index]?.size) throw damaged(content, index);
  const end = Math.min(to, blob.size);
  for (let at = from; at < end; at += PIECE) {
    yield new Uint8Array(
      await blob
        .slice(at, Math.min(at + PIECE, end))
        .arrayBuffer()
        .catch(fail),
    );
  }
}

/** Each part is opened as a whole, so that many small reads close together are better done at once. */
const AHEAD = 256 * 1024;

/** The stored file for a reader that needs some of it only; reads one part at a time, and a little ahead. */
export function contentSource(store: PartStore, content: Content): ByteSource {
  const size = content.parts.reduce((sum, part) => sum + part.size, 0);
  let window = { start: 0, bytes: new Uint8Array() };

  async function load(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(end - start);
    let at = 0;
    for (let index = 0; index < content.parts.length && at < end; index++) {
      const partEnd = at + (content.parts[index]?.size ?? 0);
      if (partEnd > start) {
        const from = Math.max(0, start - at);
        let position = at + from;
        for await (const piece of readPart(store, content, index, from, end - at)) {
          bytes.set(piece, position - start);
          position += piece.byteLength;
        }
      }
      at = partEnd;
    }
    return bytes;
  }

  return {
    size,
    async read(start, end) {
      const held = start >= window.start && end <= window.start + window.bytes.byteLength;
      if (!held) {
        const ahead = Math.min(start + AHEAD, size);
        window = { start, bytes: await load(start, Math.max(end, ahead)) };
      }
      return window.bytes.slice(start - window.start, end - window.start);
    },
  };
}

/** One part, which the browser keeps on its disk rather than in memory. @throws AppError of the store */
export async function partBlob(
  store: PartStore,
  { content }: Content,
  index: number,
): Promise<Blob | undefined> {
  return (await store.get(content, index))?.blob();
}
