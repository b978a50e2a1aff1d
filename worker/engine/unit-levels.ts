/** Each level as float32 of 0 to 1. */
const UNIT = Float32Array.from({ length: 256 }, (_, level) => level / 255);

/** Writes levels of 0 to 255 as float32 of 0 to 1, the quotient by 255; `unit` has as many places. */
export function unitLevels(levels: Uint8Array, unit: Float32Array): void {
  for (let i = 0; i < levels.length; i++) unit[i] = UNIT[levels[i] ?? 0] ?? 0;
}
