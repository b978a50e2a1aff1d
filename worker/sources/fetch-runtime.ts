import { AppError } from '../../src/shared/errors';
import type { OnProgress } from '../../src/shared/progress';
import { HAS_RUNTIME, unpackedAddress } from '../../src/shared/unpacked-runtime';
import { releaseBuffer } from '../bytes/release-buffer';
import { createSha256, sha256Of } from './sha256';
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

/** An unpacked runtime. */
export type RuntimeSource =
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  /**
   * Where the service worker answers for it: a browser keeps what it has compiled with the address. `intact` is known
   * once it was read and checked; what it is not must not be used.
   */
  | { readonly address: string; readonly intact: Promise<boolean> };

interface Deps {
  readonly fetch: typeof fetch;
  /** Unpacked files of earlier visits, by their addresses. */
  readonly kept: {
    has(address: string): Promise<boolean>;
    read(address: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
    write(address: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
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
): Promise<RuntimeSource> {
  const { kept } = deps;
  const address = unpackedAddress(file.url);
  const readAndCheck = async () => {
    const bytes = await kept.read(address);
    return bytes && (await isWhole(bytes, file.plain)) ? bytes : undefined;
  };
  const arrived = () => onProgress({ received: file.packed.size, total: file.packed.size });
  if (await isServed(address, deps)) {
    arrived();
    // Meanwhile it is compiled.
    return { address, intact: readAndCheck().then(letGo) };
  }
  const bytes = await readAndCheck();
  if (bytes) {
    arrived();
    return { bytes };
  }
  const fetched =
    (await fetchOnce(file, 'no-cache', onProgress, deps)) ??
    (await fetchOnce(file, 'reload', onProgress, deps));
  if (!fetched) throw new AppError('engine-failed', { reason: 'its file arrived damaged' });
  await kept.write(address, fetched);
  return (await isServed(address, deps))
    ? { address, intact: Promise.resolve(letGo(fetched)) }
    : { bytes: fetched };
}

/** Whether a request for the address is answered with what is kept; some hosts answer any with a page. */
async function isServed(address: string, { fetch, kept }: Deps): Promise<boolean> {
  if (!(await kept.has(address))) return false;
  const answer = await fetch(address, { method: 'HEAD' }).catch(() => undefined);
  return answer?.status === HAS_RUNTIME;
}

/** Frees bytes; whether there were any. */
function letGo(bytes: Uint8Array<ArrayBuffer> | undefined): boolean {
  if (bytes) releaseBuffer(bytes.buffer);
  return bytes !== undefined;
}

/** Whether bytes are those of the build. What is kept came over HTTPS, where the browser hashes by itself. */
async function isWhole(bytes: Uint8Array<ArrayBuffer>, { size, sha256 }: FileIdentity): Promise<boolean> {
  if (bytes.length !== size) return false;
  return (await sha256Of(bytes)) === sha256;
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
