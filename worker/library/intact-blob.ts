import { releaseBuffer } from '../bytes/release-buffer';
import { sha256Of } from '../sources/sha256';
import type { PartStore } from '../store/model-store';
import { partBlob, type Content } from '../store/read-content';

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
  for (const [index, part] of content.parts.entries()) {
    signal?.throwIfAborted();
    const blob = await partBlob(store, content, index).catch(() => undefined);
    if (!blob || blob.size !== part.size || (await hashOf(blob)) !== part.sha256) return undefined;
    blobs.push(blob);
  }
  return new Blob(blobs, { type: 'application/octet-stream' });
}

/** Undefined where the blob can no longer be read. */
async function hashOf(blob: Blob): Promise<string | undefined> {
  const bytes = await blob.arrayBuffer().catch(() => undefined);
  if (!bytes) return undefined;
  const hash = await sha256Of(new Uint8Array(bytes));
  releaseBuffer(bytes);
  return hash;
}
