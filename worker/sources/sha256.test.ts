import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createSha256 } from './sha256';

const bytes = new Uint8Array(12_345).map((_, at) => at * 31 + (at >> 8));

describe('createSha256', () => {
  it('continues from a saved state', async () => {
    const first = await createSha256();
    first.update(bytes.subarray(0, 5000));
    const second = await createSha256(first.save());
    second.update(bytes.subarray(5000));
    expect(second.hex()).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});
