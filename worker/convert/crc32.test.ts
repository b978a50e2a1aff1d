import { crc32 as reference } from 'node:zlib';
import { expect, test } from 'vitest';
import { crc32 } from './crc32';

test.each([0, 1, 2, 3, 4, 5, 7, 8, 1_000, 1_003])('of %i bytes', (length) => {
  const bytes = Uint8Array.from({ length }, (_, index) => (index * 151 + 7) & 255);
  // The check value of every description of this CRC.
  expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  expect(crc32(bytes)).toBe(reference(bytes));
});
