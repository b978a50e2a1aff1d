import { AppError } from '../../src/shared/errors';
import type { CatalogueEntry } from '../../src/shared/types';
import { parseCatalogue } from './catalogue';

/** @throws AppError `network-failed`, `server-refused`, `catalogue-invalid` */
export async function fetchCatalogue(
  address: string,
  deps: { readonly fetch: typeof fetch },
): Promise<readonly CatalogueEntry[]> {
  // Its owner edits it by hand, and hosts seldom say for how long a file may be kept.
  const request = { credentials: 'omit', cache: 'no-cache' } as const;
  const response = await deps.fetch(address, request).catch((cause: unknown) => {
    throw new AppError('network-failed', { address }, { cause });
  });
  if (!response.ok) throw new AppError('server-refused', { address, status: response.status });
  const json: unknown = await response.json().catch((cause: unknown) => {
    throw new AppError('catalogue-invalid', { field: 'JSON' }, { cause });
  });
  return parseCatalogue(json, address);
}
