import { describe, expect, it } from 'vitest';
import { parseCatalogue } from './parse-catalogue';

const BASE = 'https://site.example/app/models.json';
const model = { id: 'one', label: 'One', address: 'owner/repo/best.onnx' };

describe('parseCatalogue', () => {
  it('makes every address absolute: of the site, of the hub, of elsewhere', () => {
    const { hub, models } = parseCatalogue(
      {
        hub: 'https://mirror.example/',
        models: [
          { ...model, id: 'site', address: './models/a.onnx', sha256: 'b'.repeat(64), size: 5 },
          { ...model, id: 'hub', address: 'owner/repo@v1:a b.onnx', thresholds: { confidence: 0.3 } },
          { ...model, id: 'web', address: 'https://example.org/x.onnx' },
        ],
      },
      BASE,
    );
    expect(hub).toBe('https://mirror.example');
    expect(models.map(({ address }) => address)).toEqual([
      'https://site.example/app/models/a.onnx',
      'https://mirror.example/owner/repo/resolve/v1/a%20b.onnx',
      'https://example.org/x.onnx',
    ]);
    expect(models[0]).toMatchObject({ sha256: 'b'.repeat(64), size: 5, thresholds: {} });
    expect(models[1]?.thresholds).toEqual({ confidence: 0.3 });
  });

  it.each([
    ['no object', [], 'catalogue'],
    ['a plain http hub', { hub: 'http://hub.example', models: [] }, 'hub'],
    ['no list', { models: {} }, 'models'],
    ['two of one id', { models: [model, model] }, 'models.id'],
    ['a bad id', { models: [{ ...model, id: '../x' }] }, 'models[0].id'],
    ['a repository without file', { models: [{ ...model, address: 'owner/repo' }] }, 'models[0].address'],
    ['a script', { models: [{ ...model, address: 'javascript:alert(1)' }] }, 'models[0].address'],
    ['a short hash', { models: [{ ...model, sha256: 'abc' }] }, 'models[0].sha256'],
    ['a negative size', { models: [{ ...model, size: -1 }] }, 'models[0].size'],
    ['a threshold of 2', { models: [{ ...model, thresholds: { iou: 2 } }] }, 'models[0].thresholds.iou'],
  ])('refuses %s', (_, value, where) => {
    expect(() => parseCatalogue(value, BASE)).toThrow(
      expect.objectContaining({ code: 'catalogue-invalid', data: { where } }),
    );
  });
});
