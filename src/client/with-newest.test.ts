import { expect, test } from 'vitest';
import { withNewest } from './with-newest';

test('the oldest go when there are too many, and what is written again is new again', () => {
  expect(withNewest([], ['a'], 2)).toEqual({ kept: ['a'], gone: [] });
  expect(withNewest(['a', 'b'], ['c'], 2)).toEqual({ kept: ['b', 'c'], gone: ['a'] });
  expect(withNewest(['a', 'b'], ['a'], 2)).toEqual({ kept: ['b', 'a'], gone: [] });
  expect(withNewest(['a', 'b', 'c'], ['b', 'd'], 2)).toEqual({ kept: ['b', 'd'], gone: ['a', 'c'] });
});
