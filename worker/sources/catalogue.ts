import { AppError } from '../../src/shared/errors';
import type { CatalogueEntry } from '../../src/shared/types';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Checks the catalogue of a site, `{"models": [{id, label, address, sha256?, size?, thresholds?}]}`, which its owner
 * edits by hand. Addresses are relative to the catalogue's own.
 * @throws AppError `catalogue-invalid` with the place in `data.field`
 */
export function parseCatalogue(json: unknown, base: string): readonly CatalogueEntry[] {
  const models = isFields(json) ? json['models'] : undefined;
  if (!Array.isArray(models)) throw invalid('models');
  return models.map((model: unknown, i) => {
    const place = `models[${i}]`;
    if (!isFields(model)) throw invalid(place);
    return parseEntry(model, base, place);
  });
}

function parseEntry(model: Fields, base: string, place: string): CatalogueEntry {
  const { id, label, address, sha256, size } = model;
  if (typeof id !== 'string' || !/^[\w.-]{1,100}$/.test(id)) throw invalid(`${place}.id`);
  if (typeof label !== 'string' || label === '') throw invalid(`${place}.label`);
  if (typeof address !== 'string' || !URL.canParse(address, base)) throw invalid(`${place}.address`);
  if (sha256 !== undefined && !isSha256(sha256)) throw invalid(`${place}.sha256`);
  if (size !== undefined && !isCount(size)) throw invalid(`${place}.size`);
  const thresholds = parseThresholds(model['thresholds'], `${place}.thresholds`);
  return { id, label, address: new URL(address, base).href, sha256, size, thresholds };
}

function parseThresholds(value: unknown, place: string): CatalogueEntry['thresholds'] {
  if (value === undefined) return {};
  if (!isFields(value)) throw invalid(place);
  const { confidence, iou, maxDetections } = value;
  if (confidence !== undefined && !isShare(confidence)) throw invalid(`${place}.confidence`);
  if (iou !== undefined && !isShare(iou)) throw invalid(`${place}.iou`);
  if (maxDetections !== undefined && !isCount(maxDetections)) throw invalid(`${place}.maxDetections`);
  return {
    ...(confidence !== undefined && { confidence }),
    ...(iou !== undefined && { iou }),
    ...(maxDetections !== undefined && { maxDetections }),
  };
}

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isSha256 = (value: unknown): value is string =>
  typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
const isCount = (value: unknown): value is number => Number.isInteger(value) && Number(value) > 0;
const isShare = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;

function invalid(field: string): AppError {
  return new AppError('catalogue-invalid', { field });
}
