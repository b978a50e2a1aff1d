import { AppError, type ErrorCode, type ErrorData } from '../../src/shared/errors';
import { pageAddress } from './hub-address';

/** What of the hub was asked for, for the sentence about a refusal. */
export interface Asked {
  readonly hub: string;
  readonly repo: string;
  readonly revision?: string | undefined;
  readonly path?: string | undefined;
  /** Whether a token was sent; never the token. */
  readonly withToken: boolean;
}

/** The hub's own codes, which say more than the status: three different things are 404, two are 401. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  EntryNotFound: 'hub-file-missing',
  RevisionNotFound: 'hub-revision-missing',
  RepoNotFound: 'hub-repo-missing',
};

function codeOf(status: number, errorCode: string | null): ErrorCode {
  // 401: no token or a bad one. 403: a good one whose owner has not been granted access.
  if (errorCode === 'GatedRepo') return status === 403 ? 'hub-gated-refused' : 'hub-gated';
  const known = errorCode === null ? undefined : CODES[errorCode];
  if (known) return known;
  return status === 401 ? 'hub-private-or-missing' : 'hub-refused';
}

/** The hub's refusal as an error; `data.page` is the page where access is asked for. */
export function hubError(response: Response, asked: Asked): AppError {
  const data: ErrorData = {
    status: response.status,
    repo: asked.repo,
    page: pageAddress(asked.hub, asked.repo),
    token: asked.withToken ? 'sent' : 'none',
    ...(asked.revision !== undefined && { revision: asked.revision }),
    ...(asked.path !== undefined && { path: asked.path }),
  };
  return new AppError(codeOf(response.status, response.headers.get('X-Error-Code')), data);
}
