import { AppError } from '../../src/shared/errors';
import { fetchModelInfo } from '../sources/fetch-model-info';
import { findFile } from '../sources/find-file';
import type { BackoffOptions } from '../sources/backoff';
import { LIMITS } from '../sources/limits';
import { probeFile } from '../sources/probe-file';
import { UNTOLD, type RemoteFile, type RowSource } from '../store/model-row';
import type { LibraryContext } from './library-deps';

/**
 * What the source offers now: for the hub the commit of the branch, size and published hash; for an address what
 * its first byte tells.
 *
 * @throws AppError a refusal of the hub, `hub-file-missing`, `network-failed`; `model-too-large`.
 */
export async function askSource(
  context: LibraryContext,
  source: RowSource,
  options: BackoffOptions,
): Promise<RemoteFile> {
  const { transport } = context;
  if (source.kind === 'file') return UNTOLD;
  if (source.kind === 'address') {
    const facts = await probeFile(transport, source.address, options);
    return { commit: undefined, sha256: undefined, ...facts };
  }
  const hub = context.hub();
  const { commit } = await fetchModelInfo(transport, hub, source, options);
  const { repo, path } = source;
  const { size, sha256 } = await findFile(transport, hub, { repo, revision: commit, path }, options);
  if (size > LIMITS.modelBytes) throw new AppError('model-too-large', { size, limit: LIMITS.modelBytes });
  return { commit, size, sha256, validator: undefined };
}

/**
 * The file as the catalogue pins it, on top of what the source offers.
 *
 * @throws AppError `download-hash` where the source has published another hash than the catalogue's.
 */
export function pinFile(
  offered: RemoteFile,
  pinned: { sha256: string | undefined; size: number | undefined },
): RemoteFile {
  const { sha256 } = offered;
  if (sha256 !== undefined && pinned.sha256 !== undefined && sha256 !== pinned.sha256) {
    throw new AppError('download-hash', { expected: pinned.sha256, actual: sha256 });
  }
  return { ...offered, sha256: pinned.sha256 ?? sha256, size: offered.size ?? pinned.size };
}
