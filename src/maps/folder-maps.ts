import { isWorldFileName } from './find-world-file';
import { orderSols } from './order-sols';

interface Listed {
  readonly name: string;
  /** Media type; empty where the browser knows none. */
  readonly type: string;
}

/**
 * What of a folder is added: pictures in the order of their sols, and world files. Folders also hold notes, archives
 * and hidden files, which nobody has chosen.
 */
export function folderMaps<T extends Listed>(files: readonly T[]): readonly T[] {
  const pictures = files.filter(({ name, type }) => type.startsWith('image/') && !name.startsWith('.'));
  const ordered = orderSols(pictures.map(({ name }) => name)).flatMap(({ index }) => pictures[index] ?? []);
  return [...files.filter(({ name }) => isWorldFileName(name)), ...ordered];
}
