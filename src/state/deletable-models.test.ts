import { expect, test } from 'vitest';
import type { ModelView } from '../shared/models-api';
import { deletableModels } from './deletable-models';

function model(id: string, about: Partial<ModelView>): ModelView {
  return {
    id,
    label: id,
    state: 'kept',
    format: 'onnx',
    source: id,
    shareable: true,
    page: undefined,
    size: 100,
    received: 0,
    needed: undefined,
    sha256: undefined,
    sha256Published: false,
    commit: undefined,
    keptAt: 1,
    usedAt: undefined,
    facts: undefined,
    thresholds: {},
    tileSide: undefined,
    progress: undefined,
    ...about,
  };
}

const absent = { keptAt: undefined } as const;
const progress = {
  id: 'running',
  received: 0,
  total: 100,
  bytesPerSecond: 0,
  secondsLeft: undefined,
  waiting: undefined,
};
const MODELS = [
  model('recent', { usedAt: 30, size: 50 }),
  model('oldest', { usedAt: 10, size: 40 }),
  model('newer version to come', { usedAt: 20, size: 60, state: 'update', received: 5 }),
  model('wanted', { state: 'partial', received: 70, ...absent }),
  model('bundled', { state: 'bundled', usedAt: 1 }),
  model('not here', { state: 'remote', ...absent }),
  model('unfinished', { state: 'partial', received: 8, ...absent }),
  model('running', { state: 'partial', received: 8, ...absent, progress }),
];

const names = (missing: number) =>
  deletableModels(MODELS, 'wanted', missing).map(
    ({ model: { id }, bytes, suggested }) => `${suggested ? '+' : '-'} ${id}: ${bytes}`,
  );

test('offers what is stored, least recently used first, and suggests no more than is needed', () => {
  const rest = ['newer version to come: 65', 'recent: 50'];
  expect(names(8)).toEqual(['+ unfinished: 8', '- oldest: 40', ...rest.map((name) => `- ${name}`)]);
  expect(names(9)).toEqual(['+ unfinished: 8', '+ oldest: 40', ...rest.map((name) => `- ${name}`)]);
  expect(names(163)).toEqual(['+ unfinished: 8', '+ oldest: 40', ...rest.map((name) => `+ ${name}`)]);
});

test('suggests nothing where all together would not be enough', () => {
  expect(names(164).every((name) => name.startsWith('- '))).toBe(true);
});
