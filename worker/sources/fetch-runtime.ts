import { AppError } from '../../src/shared/errors';
import type { OnProgress } from '../../src/shared/progress';
import { createSha256 } from './sha256';
import { unpack } from './unpack';

/** A file of the built site: its address, its bytes as built, and their hash. */
export interface RuntimeFile {
  readonly url: string;
  readonly size: number;
  readonly sha256: string;
}

/**
 * Fetches a runtime of the site, checks it against the hash the build has recorded, and unpacks it.
 * @throws AppError `engine-failed`, `network-failed`
 */
export async function fetchRuntime(
  { url, size, sha256 }: RuntimeFile,
  onProgress: OnProgress,
  deps: { readonly fetch: typeof fetch },
): Promise<Uint8Array<ArrayBuffer>> {
  const { host } = new URL(url);
  // The service worker keeps it; a stale copy of the browser's own would make every next try the same.
  const response = await deps
    .fetch(url, { credentials: 'omit', cache: 'no-cache' })
    .catch((cause: unknown) => {
      throw new AppError('network-failed', { host }, { cause });
    });
  if (!response.ok || !response.body) {
    throw new AppError('engine-failed', {
      reason: `the server does not send its file (HTTP ${response.status})`,
    });
  }
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let received = 0;
  try {
    for await (const chunk of response.body) {
      chunks.push(chunk);
      received += chunk.length;
      onProgress({ received, total: size });
    }
  } catch (cause) {
    throw new AppError('network-failed', { host }, { cause });
  }
  // A server that unpacks on the way sends other bytes than were built; the engine refuses them if they are wrong.
  const hash = await createSha256();
  chunks.forEach((chunk) => hash.update(chunk));
  if (received === size && hash.hex() !== sha256) {
    throw new AppError('engine-failed', { reason: 'its file arrived damaged' });
  }
  return unpack(new Blob(chunks));
}
