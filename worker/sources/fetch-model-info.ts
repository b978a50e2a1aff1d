import { AppError } from '../../src/shared/errors';
import type { BackoffOptions } from './backoff';
import { fetchJson } from './fetch-json';
import { infoAddress } from './hub-address';
import type { HubAccess, Transport } from './transport';

export interface ModelInfo {
  /** 40 hex digits. Asked for by commit, files never change. */
  readonly commit: string;
  readonly gated: boolean;
  readonly private: boolean;
}

const COMMIT = /^[0-9a-f]{40}$/;

/**
 * Resolves a revision (the default branch where undefined) to its commit.
 *
 * @throws AppError as `fetchJson`; `hub-answer-invalid` where the answer has no commit.
 */
export async function fetchModelInfo(
  transport: Transport,
  hub: HubAccess,
  subject: { readonly repo: string; readonly revision: string | undefined },
  options: BackoffOptions = {},
): Promise<ModelInfo> {
  const { repo, revision } = subject;
  const asked = { hub: hub.origin, repo, revision, withToken: hub.token !== undefined };
  const address = infoAddress(hub.origin, repo, revision);
  const { value } = await fetchJson(transport, address, { ...options, hub, asked });
  const facts = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>;
  const commit = facts['sha'];
  if (typeof commit !== 'string' || !COMMIT.test(commit)) {
    throw new AppError('hub-answer-invalid', { host: new URL(address).host, reason: 'commit' });
  }
  // `gated` is false, "auto" or "manual".
  const gated = facts['gated'] !== undefined && facts['gated'] !== false;
  return { commit, gated, private: facts['private'] === true };
}
