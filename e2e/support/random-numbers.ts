import { createHash } from 'node:crypto';

/** Eight numbers from 0 to 1, without 1, the same for the same seed. */
export function randomNumbers(seed: number): readonly number[] {
  const digest = createHash('sha256').update(String(seed)).digest();
  return Array.from({ length: 8 }, (_, i) => digest.readUInt32LE(4 * i) / 2 ** 32);
}
