/** Bits of float32 by bits of float16; made at the first use, 256 kB. */
let table: Uint32Array | undefined;

/** Widens float16 numbers to float32, both given and written as their bits; exact, as every half is a single. */
export function widenHalves(halves: Uint16Array, singles: Uint32Array): void {
  const known = (table ??= makeTable());
  for (let i = 0; i < halves.length; i++) singles[i] = known[halves[i] ?? 0] ?? 0;
}

function makeTable(): Uint32Array {
  const bits = new Uint32Array(65_536);
  const number = new Float32Array(1);
  const numberBits = new Uint32Array(number.buffer);
  for (let half = 0; half < bits.length; half++) {
    const sign = (half >>> 15) * 2 ** 31;
    const exponent = (half >>> 10) & 31;
    const fraction = half & 1023;
    if (exponent === 0) {
      // Zero and the subnormal numbers, all normal as float32.
      number[0] = fraction * 2 ** -24;
      bits[half] = sign + (numberBits[0] ?? 0);
    } else {
      const wider = exponent === 31 ? 255 : exponent - 15 + 127;
      bits[half] = sign + wider * 2 ** 23 + fraction * 2 ** 13;
    }
  }
  return bits;
}
