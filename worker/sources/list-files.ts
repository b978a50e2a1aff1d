import { AppError } from '../../src/shared/errors';
import type { BackoffOptions } from './backoff';
import { fetchJson } from './fetch-json';
import { treeAddress } from './hub-address';
import { LIMITS } from './limits';
import type { HubAccess, Transport } from './transport';

export interface HubFile {
  readonly path: string;
  /** Bytes of the file itself, not of its LFS pointer. */
  readonly size: number;
  /** Only large files have a published hash; small ones have a git hash of something else. */
  readonly sha256: string | undefined;
}

const SHA256 = /^[0-9a-f]{64}$/;

function size(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** One entry of the listing; undefined for folders and for what is not as documented. */
function parseEntry(entry: unknown): HubFile | undefined {
  if (typeof entry !== 'object' || entry === null) return undefined;
  const { type, path, size: plainSize, lfs } = entry as Record<string, unknown>;
  if (type !== 'file' || typeof path !== 'string' || path === '') return undefined;
  const large = (typeof lfs === 'object' && lfs !== null ? lfs : {}) as Record<string, unknown>;
  const oid = large['oid'];
  const bytes = size(large['size']) ? large['size'] : plainSize;
  if (!size(bytes)) return undefined;
  return { path, size: bytes, sha256: typeof oid === 'string' && SHA256.test(oid) ? oid : undefined };
}

/**
 * The next page of a listing. It must lie under the same API: the token goes with the request, and a `Link` is
 * only as good as who wrote it.
 */
function nextPage(headers: Headers, current: string): string | undefined {
  const link = headers.get('Link') ?? '';
  const target = /<([^<>]*)>\s*;[^,]*\brel="?next"?/.exec(link)?.[1];
  if (target === undefined) return undefined;
  const here = new URL(current);
  if (!URL.canParse(target, current)) return undefined;
  const next = new URL(target, current);
  if (next.origin !== here.origin || next.pathname !== here.pathname) {
    throw new AppError('hub-answer-invalid', { host: here.host, reason: 'next-page' });
  }
  return next.href;
}

/**
 * The files of a repository at `revision`, page by page as they are asked for.
 *
 * @throws AppError as `fetchJson`; `hub-answer-invalid` for an answer that is no listing.
 */
export async function* listFiles(
  transport: Transport,
  hub: HubAccess,
  subject: { readonly repo: string; readonly revision: string },
  options: BackoffOptions = {},
): AsyncGenerator<HubFile> {
  const { repo, revision } = subject;
  const asked = { hub: hub.origin, repo, revision, withToken: hub.token !== undefined };
  let address: string | undefined = treeAddress(hub.origin, repo, revision);
  let entries = 0;
  for (let page = 0; address !== undefined && page < LIMITS.treePages; page++) {
    const { value, headers } = await fetchJson(transport, address, { ...options, hub, asked });
    if (!Array.isArray(value)) {
      throw new AppError('hub-answer-invalid', { host: new URL(address).host, reason: 'listing' });
    }
    for (const entry of value as readonly unknown[]) {
      if (++entries > LIMITS.treeEntries) return;
      const file = parseEntry(entry);
      if (file) yield file;
    }
    address = nextPage(headers, address);
  }
}
