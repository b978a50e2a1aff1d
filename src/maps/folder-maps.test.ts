import { expect, test } from 'vitest';
import { folderMaps } from './folder-maps';

const file = (name: string, type = 'image/png') => ({ name, type });

test('the pictures of a folder come by sol, its world files with them, and nothing else', () => {
  const files = [
    file('G05_day2.png'),
    file('README.md', 'text/markdown'),
    file('G04_day10.png'),
    file('best.onnx', ''),
    file('G04_day2.pgw', ''),
    file('._G04_day2.png'),
    file('G04_day2.png'),
  ];
  expect(folderMaps(files).map(({ name }) => name)).toEqual([
    'G04_day2.pgw',
    'G04_day2.png',
    'G04_day10.png',
    'G05_day2.png',
  ]);
});
