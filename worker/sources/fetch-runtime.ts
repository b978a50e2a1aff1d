import { AppError } from '../../src/shared/errors';
import type { OnProgress } from '../../src/shared/progress';
import { createSha256 } from './sha256';
import { createUnpacker, type Unpacker } from './unpack';

interface FileIdentity {
  readonly size: number;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
}

/** A gzipped file of the built site: its address, and what it is packed and unpacked. */
export interface RuntimeFile {
  readonly url: string;
  readonly packed: FileIdentity;
  readonly plain: FileIdentity;
}

interface Deps {
  readonly fetch: typeof fetch;
  /** Unpacked files of earlier visits. */
  readonly kept: {
    read(url: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
    write(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  };
}

/** Steps in which progress is told: what is told more often costs more than the chunk that it tells of. */
const STEPS = 40;

/**
 * A runtime of the site, unpacked: as it was kept, or fetched. Either is checked against the hash that the build has
 * recorded. What the browser or the service worker had of it and has gone bad is asked for once more, past every cache.
 * @throws AppError `engine-failed`, `network-failed`
 */
export async function fetchRuntime(
  file: RuntimeFile,
  onProgress: OnProgress,
  deps: Deps,
): Promise<Uint8Array<ArrayBuffer>> {
  const kept = await deps.kept.read(file.url);
  if (kept && (await isWhole(kept, file.plain))) {
    onProgress({ received: file.packed.size, total: file.packed.size });
    return kept;
  }
  const fetched =
    (await fetchOnce(file, 'no-cache', onProgress, deps)) ??
    (await fetchOnce(file, 'reload', onProgress, deps));
  if (!fetched) throw new AppError('engine-failed', { reason: 'its file arrived damaged' });
  // It copies the bytes at once; nobody waits for the disk.
  void deps.kept.write(file.url, fetched);
  return fetched;
}

/** Whether bytes are those of the build. What is kept came over HTTPS, where the browser hashes by itself. */
async function isWhole(bytes: Uint8Array<ArrayBuffer>, { size, sha256 }: FileIdentity): Promise<boolean> {
  if (bytes.length !== size) return false;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return digest.reduce((hex, byte) => hex + byte.toString(16).padStart(2, '0'), '') === sha256;
}

/** The unpacked file, or undefined where it is not what was built. */
async function fetchOnce(
  { url, packed, plain }: RuntimeFile,
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
  const hash = await createSha256();
  let unpacker: Unpacker | undefined;
  let received = 0;
  let told = 0;
  try {
    for await (const chunk of response.body) {
      // Unpacked while the rest is under way.
      unpacker ??= createUnpacker(chunk);
      unpacker.write(chunk);
      hash.update(chunk);
      received += chunk.length;
      if (received - told < packed.size / STEPS && received < packed.size) continue;
      told = received;
      onProgress({ received, total: packed.size });
    }
  } catch (cause) {
    throw new AppError('network-failed', { host }, { cause });
  }
  const bytes = await unpacker?.close().catch(() => undefined);
  if (bytes?.length !== plain.size) return undefined;
  // A server that unpacks on the way sends other bytes than were built.
  const expected = received === packed.size ? packed : plain;
  return received === expected.size && hash.hex() === expected.sha256 ? bytes : undefined;
}
