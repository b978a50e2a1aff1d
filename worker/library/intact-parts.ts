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

/**
 * The stored file as one blob, which the browser keeps on its disk rather than in memory, once each part was held to its
 * recorded hash; undefined where one is missing or is not what it was.
 */
export async function intactBlob(
  store: PartStore,
  content: Content,
  signal?: AbortSignal,
): Promise<Blob | undefined> {
  const blobs: Blob[] = [];
  for (const index of content.parts.keys()) {
    signal?.throwIfAborted();
    const part = await intactPart(store, content, index);
    if (!part) return undefined;
    releaseBuffer(part.bytes.buffer);
    blobs.push(part.blob);
  }
  return new Blob(blobs, { type: 'application/octet-stream' });
}
