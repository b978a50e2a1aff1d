import { expect, test } from 'vitest';
import { pythonLiteral } from './python-literal';

test.each([
  ['person', `'person'`],
  ["it's", `'it\\'s'`],
  ['"quoted"', `'"quoted"'`],
  ['back\\slash', `'back\\\\slash'`],
  ['line\nbreak\u2028', `'line\\u000abreak\\u2028'`],
  ['\u{e0001}', `'\\U000e0001'`],
  ['火星 \u{1f534}', `'火星 \u{1f534}'`],
  [true, 'True'],
  [0.5, '0.5'],
  [[640, 640], '[640, 640]'],
  [
    new Map([
      [0, 'a'],
      [1, 'b'],
    ]),
    `{0: 'a', 1: 'b'}`,
  ],
])('%j', (value, expected) => {
  expect(pythonLiteral(value)).toBe(expected);
});
