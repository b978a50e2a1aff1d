import { expect, test } from 'vitest';
import { readOptions } from './read-options';

test('options', () => {
  expect(readOptions([])).toEqual({ quick: false, only: [], engine: 'auto', docs: false });
  expect(readOptions(['--quick', '--only', 'a', '--only', 'b', '--engine', 'webgpu', '--docs'])).toEqual({
    quick: true,
    only: ['a', 'b'],
    engine: 'webgpu',
    docs: true,
  });
});

test.each([[['--engine', 'gpu']], [['--fast']], [['stray']]])('refuses %o', (args) => {
  expect(() => readOptions(args)).toThrow();
});
