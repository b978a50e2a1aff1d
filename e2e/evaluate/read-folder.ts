import { readdir } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';
import type { Box, Size } from '../../src/shared/types';
import { stormBoxes } from './storm-boxes';

/** A map and the storms that somebody outlined on it. */
export interface MappedSol {
  readonly name: string;
  /** Path of the map. */
  readonly map: string;
  readonly size: Size;
  readonly truth: readonly Box[];
}

/** The sols of a folder with `maps/` and `masks/` of the same names; all, or those chosen by `wanted`, by name. */
export async function readFolder(
  folder: string,
  wanted: ReadonlySet<string> | undefined,
): Promise<readonly MappedSol[]> {
  const masks = new Map(
    (await readdir(path.join(folder, 'masks'))).map((file) => [path.parse(file).name, file]),
  );
  const sols: MappedSol[] = [];
  for (const file of (await readdir(path.join(folder, 'maps'))).toSorted()) {
    const { name } = path.parse(file);
    const mask = masks.get(name);
    if (mask === undefined || (wanted && !wanted.has(name))) continue;
    const { data, info } = await sharp(path.join(folder, 'masks', mask))
      .extractChannel(0)
      .raw()
      .toBuffer({ resolveWithObject: true });
    const size = { width: info.width, height: info.height };
    const pixels = Uint8Array.from(data, (value) => (value > 0 ? 1 : 0));
    sols.push({ name, map: path.join(folder, 'maps', file), size, truth: stormBoxes({ ...size, pixels }) });
  }
  return sols;
}
