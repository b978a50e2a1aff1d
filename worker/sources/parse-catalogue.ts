import { AppError } from '../../src/shared/errors';
import type { CatalogueEntry } from '../../src/shared/types';
import { resolveAddress } from './hub-address';
import { LIMITS } from './limits';
import { parseReference } from './parse-reference';

export interface Catalogue {
  /** Origin of the hub. */
  readonly hub: string;
  readonly models: readonly CatalogueEntry[];
}

export const DEFAULT_HUB = 'https://huggingface.co';

const ID = /^[a-z0-9][a-z0-9._-]{0,63}$/i;
const SHA256 = /^[0-9a-f]{64}$/;

function invalid(where: string): AppError {
  return new AppError('catalogue-invalid', { where });
}

function record(value: unknown, where: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(where);
  return value as Record<string, unknown>;
}

function text(value: unknown, where: string): string {
  if (typeof value !== 'string' || value.trim() === '' || value.length > LIMITS.referenceChars) {
    throw invalid(where);
  }
  return value;
}

/**
 * The hub's origin without a path.
 *
 * @throws AppError `catalogue-invalid` unless it is https, or http on this machine.
 */
export function parseHubOrigin(value: unknown): string {
  const address = text(value, 'hub');
  if (!URL.canParse(address)) throw invalid('hub');
  const url = new URL(address);
  const loopback = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) throw invalid('hub');
  if (url.username !== '' || url.password !== '') throw invalid('hub');
  return url.origin;
}

/**
 * An entry's address: `./` or `/` before a path means a file of the site; anything else is what a person could
 * paste.
 */
function entryAddress(written: string, base: string, hub: string): string {
  if (/^\.{0,2}\//.test(written)) return new URL(written, base).href;
  const reference = parseReference(written, hub);
  if (reference.kind === 'address') return reference.address;
  const { repo, revision, path } = reference;
  if (path === undefined) throw invalid('address');
  return resolveAddress(hub, repo, revision ?? 'main', path);
}

function thresholds(value: unknown, where: string): CatalogueEntry['thresholds'] {
  if (value === undefined) return {};
  const given = record(value, where);
  const known: Record<string, number> = {};
  for (const [key, most] of [
    ['confidence', 1],
    ['iou', 1],
    ['maxDetections', 10_000],
  ] as const) {
    const number = given[key];
    if (number === undefined) continue;
    if (typeof number !== 'number' || !(number >= 0 && number <= most)) throw invalid(`${where}.${key}`);
    known[key] = number;
  }
  return known;
}

function parseEntry(value: unknown, index: number, base: string, hub: string): CatalogueEntry {
  const where = `models[${index}]`;
  const entry = record(value, where);
  const id = text(entry['id'], `${where}.id`);
  if (!ID.test(id)) throw invalid(`${where}.id`);
  const { sha256, size } = entry;
  if (sha256 !== undefined && (typeof sha256 !== 'string' || !SHA256.test(sha256))) {
    throw invalid(`${where}.sha256`);
  }
  if (size !== undefined && (typeof size !== 'number' || !Number.isSafeInteger(size) || size <= 0)) {
    throw invalid(`${where}.size`);
  }
  const { tileSide } = entry;
  if (tileSide !== undefined && !(typeof tileSide === 'number' && tileSide >= 32 && tileSide <= 10_000)) {
    throw invalid(`${where}.tileSide`);
  }
  let address: string;
  try {
    address = entryAddress(text(entry['address'], `${where}.address`), base, hub);
  } catch (cause) {
    throw new AppError('catalogue-invalid', { where: `${where}.address` }, { cause });
  }
  return {
    id,
    label: text(entry['label'], `${where}.label`),
    address,
    sha256,
    size,
    thresholds: thresholds(entry['thresholds'], `${where}.thresholds`),
    tileSide,
  };
}

/**
 * Reads `models.json`, found at the address `base`. Addresses that start with `/`, `./` or `../` are files of the
 * site; others are hub references or addresses.
 *
 * @throws AppError `catalogue-invalid`; `data.where` names the member.
 */
export function parseCatalogue(value: unknown, base: string): Catalogue {
  const root = record(value, 'catalogue');
  const hub = root['hub'] === undefined ? DEFAULT_HUB : parseHubOrigin(root['hub']);
  const listed = root['models'];
  if (!Array.isArray(listed) || listed.length > LIMITS.catalogueModels) throw invalid('models');
  const models = (listed as readonly unknown[]).map((entry, index) => parseEntry(entry, index, base, hub));
  if (new Set(models.map(({ id }) => id)).size !== models.length) throw invalid('models.id');
  return { hub, models };
}
