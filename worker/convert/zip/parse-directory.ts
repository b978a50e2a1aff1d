import { damaged, tooLarge, unsupported } from '../fail';
import { LIMITS } from '../limits';
import { decodeText } from '../decode-text';
import { ByteView } from './byte-view';
import { ZIP, type ZipDirectory, type ZipEntry } from './zip-entry';

/** Bits of the general purpose flag (APPNOTE 4.4.4) that change how data is read: encryption, patches, masking. */
const REFUSED_FLAGS = 0x0001 | 0x0020 | 0x0040 | 0x2000;
const STORED = 0;

/**
 * Parses the central directory (APPNOTE 4.3.12). `directoryStart` is its offset in the file: every entry must lie
 * before it, and no two may overlap, so that the archive unpacks to no more than its own size.
 */
export function parseDirectory(
  bytes: Uint8Array<ArrayBuffer>,
  count: number,
  directoryStart: number,
): ZipDirectory {
  const view = new ByteView(bytes, 'central directory');
  const headers: Omit<ZipEntry, 'end'>[] = [];
  let at = 0;
  for (let entry = 0; entry < count; entry++) {
    const [header, next] = parseHeader(view, at);
    headers.push(header);
    at = next;
  }
  if (at !== bytes.length) throw damaged('central directory: more bytes than entries');
  return layOut(headers, directoryStart);
}

function parseHeader(view: ByteView, at: number): [Omit<ZipEntry, 'end'>, number] {
  if (view.u32(at) !== ZIP.directoryHeader.signature)
    throw damaged('central directory: no entry where one is due');
  const nameBytes = view.u16(at + 28);
  const extraBytes = view.u16(at + 30);
  if (nameBytes > LIMITS.zipNameBytes) throw tooLarge('zipNameBytes', nameBytes);
  const name = decodeText(view.slice(at + ZIP.directoryHeader.bytes, nameBytes), 'name of an entry');
  checkName(name);
  if (view.u16(at + 8) & REFUSED_FLAGS) throw unsupported('encrypted or patched entry', { entry: name });
  if (view.u16(at + 10) !== STORED) throw unsupported('compressed entry', { entry: name });
  if (view.u16(at + 34) !== 0) throw unsupported('archive in several parts');
  const extraAt = at + ZIP.directoryHeader.bytes + nameBytes;
  const extra = new ByteView(view.slice(extraAt, extraBytes), 'extra field');
  const sizes = readSizes(view, at, extra, name);
  return [{ name, crc32: view.u32(at + 16), ...sizes }, extraAt + extraBytes + view.u16(at + 32)];
}

/** A name is only ever a key of a map, but one that tries to leave its folder is no honest checkpoint's. */
function checkName(name: string): void {
  const parts = name.split('/');
  const odd = /[\\\x00-\x1f]|^[A-Za-z]:/.test(name);
  if (odd || parts.some((part) => part === '' || part === '.' || part === '..')) {
    throw damaged('name of an entry: not a plain path', { entry: name.slice(0, 100) });
  }
}

function readSizes(
  view: ByteView,
  at: number,
  extra: ByteView,
  name: string,
): { size: number; start: number } {
  const long = findLongSizes(extra);
  let used = 0;
  // The ZIP64 field holds only what does not fit, in this order (APPNOTE 4.5.3).
  const [size, packed, start] = [24, 20, 42].map((field) => {
    const short = view.u32(at + field);
    if (short !== ZIP.elsewhere32) return short;
    if (!long) throw damaged('entry: the ZIP64 sizes are missing', { entry: name });
    return long.u64(8 * used++);
  }) as [number, number, number];
  if (packed !== size) throw damaged('stored entry: two sizes', { entry: name });
  return { size, start };
}

function findLongSizes(extra: ByteView): ByteView | undefined {
  for (let at = 0; at < extra.bytes.length;) {
    const length = extra.u16(at + 2);
    const field = extra.slice(at + 4, length);
    if (extra.u16(at) === 1) return new ByteView(field, 'ZIP64 sizes');
    at += 4 + length;
  }
  return undefined;
}

function layOut(headers: readonly Omit<ZipEntry, 'end'>[], directoryStart: number): ZipDirectory {
  const ordered = headers.toSorted((a, b) => a.start - b.start);
  const directory = new Map<string, ZipEntry>();
  for (const [index, header] of ordered.entries()) {
    const end = ordered[index + 1]?.start ?? directoryStart;
    if (header.start + ZIP.localHeader.bytes + header.size > end) {
      throw damaged('entry: overlaps what follows', { entry: header.name });
    }
    if (directory.has(header.name)) throw damaged('two entries of one name', { entry: header.name });
    directory.set(header.name, { ...header, end });
  }
  return directory;
}
