import { expect, test } from 'vitest';
import { parseArgs } from './parse-args';

test('reads a folder, ranges of sols, and where the figures go', () => {
  expect(parseArgs(['maps', '--sols', 'G05_day09-11,G04_day14', '--docs'])).toEqual({
    folder: 'maps',
    sols: new Set(['G05_day09', 'G05_day10', 'G05_day11', 'G04_day14']),
    docs: true,
  });
  expect(parseArgs(['maps'])).toEqual({ folder: 'maps', sols: undefined, docs: false });
});

test.each([[[]], [['a', 'b']], [['a', '--sol', 'x']], [['a', '--sols']], [['a', '--sols', 'd5-1']]])(
  'refuses %j',
  (args) => expect(parseArgs(args)).toBeUndefined(),
);
