import type { ByteSource } from '../../src/shared/byte-source';
import { AppError } from '../../src/shared/errors';
import { releaseBuffer } from '../bytes/release-buffer';
import { sha256Of } from '../sources/sha256';
import type { PartStore } from '../store/model-store';
import { partBlob, type Content } from '../store/read-content';

interface IntactPart {
  readonly blob: Blob;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A stored part, read again; undefined where it cannot be read or has no longer its recorded hash. */
export async function intactPart(
  store: PartStore,
  content: Content,
  index: number,
): Promise<IntactPart | undefined> {
  const part = content.parts[index];
  const blob = await partBlob(store, content, index).catch(() => undefined);
  if (!blob || blob.size !== part?.size) return undefined;
  const buffer = await blob.arrayBuffer().catch(() => undefined);
  if (!buffer) return undefined;
  const bytes = new Uint8Array(buffer);
  return (await sha256Of(bytes)) === part.sha256 ? { blob, bytes } : undefined;
}

/** A stored file whose parts are held to their recorded hashes before any of their bytes are given out. */
export interface IntactSource extends ByteSource {
  /**
   * Gives bytes in a buffer of their own.
   * @throws AppError `model-damaged` where a part is missing or is not what it was
   */
  readonly read: ByteSource['read'];
  /**
   * The file, which the browser keeps on its disk rather than in memory, once all parts were held to their hashes;
   * undefined where one is missing or is not what it was.
   */
  blob(): Promise<Blob | undefined>;
}

/** Each part is read once where the reading goes forward, and one is in memory at a time. */
export function intactSource(store: PartStore, content: Content, signal?: AbortSignal): IntactSource {
  const { parts } = content;
  const blobs: Blob[] = [];
  let last: { readonly index: number; readonly bytes: Uint8Array<ArrayBuffer> } | undefined;

  function release(): void {
    if (last) releaseBuffer(last.bytes.buffer);
    last = undefined;
  }

  async function load(index: number): Promise<Uint8Array<ArrayBuffer>> {
    if (last?.index === index) return last.bytes;
    signal?.throwIfAborted();
    release();
    const part = await intactPart(store, content, index);
    if (!part) throw new AppError('model-damaged', { part: index, parts: parts.length });
    blobs[index] = part.blob;
    last = { index, bytes: part.bytes };
    return part.bytes;
  }

  return {
    size: parts.reduce((sum, { size }) => sum + size, 0),
    async read(start, end) {
      const bytes = new Uint8Array(end - start);
      let from = 0;
      for (const [index, { size }] of parts.entries()) {
        const to = from + size;
        if (to > start && from < end) {
          const wanted = (await load(index)).subarray(Math.max(start - from, 0), end - from);
          bytes.set(wanted, Math.max(from - start, 0));
        }
        from = to;
      }
      return bytes;
    },
    async blob() {
      try {
        for (const index of parts.keys()) if (!blobs[index]) await load(index);
        return new Blob(blobs, { type: 'application/octet-stream' });
      } catch (error) {
        if (error instanceof AppError) return undefined;
        throw error;
      } finally {
        release();
      }
    },
  };
}
