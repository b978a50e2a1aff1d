import { AppError } from '../../src/shared/errors';
import type { BackoffOptions } from './backoff';
import { pageAddress } from './hub-address';
import { listFiles, type HubFile } from './list-files';
import type { HubAccess, Transport } from './transport';

/**
 * Size and hash of one file of a repository, from its listing: a followed redirect hides the headers that tell.
 *
 * @throws AppError `hub-file-missing`; as `listFiles`.
 */
export async function findFile(
  transport: Transport,
  hub: HubAccess,
  subject: { readonly repo: string; readonly revision: string; readonly path: string },
  options: BackoffOptions = {},
): Promise<HubFile> {
  for await (const file of listFiles(transport, hub, subject, options)) {
    if (file.path === subject.path) return file;
  }
  const { repo, path } = subject;
  throw new AppError('hub-file-missing', { repo, path, page: pageAddress(hub.origin, repo) });
}
