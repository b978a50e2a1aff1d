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

interface Deps {
  readonly fetch: typeof fetch;
}

/**
 * Fetches a runtime of the site, checks it against the hash the build has recorded, and unpacks it. What was kept of
 * it and has gone bad is asked for once more, past every cache.
 * @throws AppError `engine-failed`, `network-failed`
 */
export async function fetchRuntime(
  file: RuntimeFile,
  onProgress: OnProgress,
  deps: Deps,
): Promise<Uint8Array<ArrayBuffer>> {
  return (
    (await fetchOnce(file, 'no-cache', onProgress, deps)) ??
    (await fetchOnce(file, 'reload', onProgress, deps)) ??
    damaged()
  );
}

function damaged(): never {
  throw new AppError('engine-failed', { reason: 'its file arrived damaged' });
}

/** The unpacked file, or undefined where it is not what was built. */
async function fetchOnce(
  { url, size, sha256 }: RuntimeFile,
  cache: RequestCache,
  onProgress: OnProgress,
  deps: Deps,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const { host } = new URL(url);
  const response = await deps.fetch(url, { credentials: 'omit', cache }).catch((cause: unknown) => {
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
  const hash = await createSha256();
  chunks.forEach((chunk) => hash.update(chunk));
  // A server that unpacks on the way sends other bytes than were built: WebAssembly, by its first bytes.
  const asBuilt = received === size && hash.hex() === sha256;
  const plain = await unpack(new Blob(chunks)).catch(() => undefined);
  const isWasm = plain?.[0] === 0 && plain[1] === 0x61 && plain[2] === 0x73 && plain[3] === 0x6d;
  return isWasm && (asBuilt || received === plain.length) ? plain : undefined;
}
