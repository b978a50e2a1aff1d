import { AppError } from '../../src/shared/errors';
import { fetchJson } from './fetch-json';
import type { BackoffOptions } from './backoff';
import { parseCatalogue, type Catalogue } from './parse-catalogue';
import type { Transport } from './transport';

/**
 * The site's catalogue.
 *
 * @throws AppError as `fetchJson` and `parseCatalogue`.
 */
export async function fetchCatalogue(
  transport: Transport,
  address: string,
  options: BackoffOptions = {},
): Promise<Catalogue> {
  const { value } = await fetchJson(transport, address, options).catch((error: unknown) => {
    const broken = error instanceof AppError && error.code === 'hub-answer-invalid';
    throw broken ? new AppError('catalogue-invalid', { where: 'its start' }, { cause: error }) : error;
  });
  return parseCatalogue(value, address);
}
