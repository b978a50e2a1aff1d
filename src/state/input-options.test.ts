import { expect, test } from 'vitest';
import type { ModelMetadata } from '../shared/types';
import { inputOptions, smallerSide } from './input-options';

const model = (dynamic: boolean, side = 640): ModelMetadata => ({
  task: 'detect',
  names: [],
  inputSize: { width: side, height: side },
  stride: 32,
  dynamic,
  description: undefined,
  license: undefined,
});

test('a dynamic model takes the side that is asked for, a static one its own', () => {
  expect(inputOptions(model(true), 960)).toEqual({
    target: { width: 960, height: 960 },
    rect: true,
    stride: 32,
  });
  expect(inputOptions(model(true), undefined).target).toEqual({ width: 640, height: 640 });
  expect(inputOptions(model(false), 960)).toEqual({
    target: { width: 640, height: 640 },
    rect: false,
    stride: 32,
  });
});

test.each([
  [640, undefined, 416],
  [640, 1536, 1024],
  [640, 352, 320],
  [640, 320, 320],
  [160, undefined, 160],
])('after a failure at %i (asked for: %s) the side is %i', (own, asked, smaller) => {
  expect(smallerSide(model(true, own), asked)).toBe(smaller);
});

test('a static model has no smaller side', () => {
  expect(smallerSide(model(false), undefined)).toBeUndefined();
});
