import { readFileSync, statSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { parseCatalogue } from './catalogue';

const BASE = 'https://example.org/app/models.json';
const MODEL = { id: 'a', label: 'A', address: './models/a.onnx' };

describe('parseCatalogue', () => {
  test('resolves addresses against its own', () => {
    const [model] = parseCatalogue({ models: [MODEL] }, BASE);
    expect(model).toEqual({
      ...MODEL,
      address: 'https://example.org/app/models/a.onnx',
      sha256: undefined,
      size: undefined,
      thresholds: {},
    });
  });

  test.each([
    [undefined, 'models'],
    [{ models: {} }, 'models'],
    [{ models: [1] }, 'models[0]'],
    [{ models: [MODEL, { ...MODEL, id: '<b>' }] }, 'models[1].id'],
    [{ models: [{ ...MODEL, sha256: 'abc' }] }, 'models[0].sha256'],
    [{ models: [{ ...MODEL, size: -1 }] }, 'models[0].size'],
    [{ models: [{ ...MODEL, thresholds: { confidence: 2 } }] }, 'models[0].thresholds.confidence'],
  ])('names the place of a mistake: %j', (json, field) => {
    expect(() => parseCatalogue(json, BASE)).toThrow(
      expect.objectContaining({ code: 'catalogue-invalid', data: { field } }) as Error,
    );
  });
});

test('the catalogue of this site tells the size and the hash of the models beside it', () => {
  const file = 'public/models.json';
  const models = parseCatalogue(
    JSON.parse(readFileSync(file, 'utf8')),
    new URL(`../../${file}`, import.meta.url).href,
  );
  const bundled = models.filter(({ address }) => address.startsWith('file:'));
  expect(bundled).not.toHaveLength(0);
  for (const { address, size, sha256 } of bundled) {
    const path = new URL(address);
    expect(statSync(path).size).toBe(size);
    expect(createHash('sha256').update(readFileSync(path)).digest('hex')).toBe(sha256);
  }
});
