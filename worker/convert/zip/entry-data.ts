import { crc32 } from '../crc32';
import { damaged } from '../fail';
import { decodeText } from '../decode-text';
import { ByteView } from './byte-view';
import { ZIP, type ZipEntry } from './zip-entry';

/**
 * The data of `entry` within `block`, the bytes of the file from `entry.start` to `entry.end`, after its local header
 * was held against the directory and its CRC-32 was checked. A view, not a copy.
 */
export function entryData(entry: ZipEntry, block: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const view = new ByteView(block, 'entry');
  if (view.u32(0) !== ZIP.localHeader.signature)
    throw damaged('entry: no local header', { entry: entry.name });
  const nameBytes = view.u16(26);
  const name = decodeText(view.slice(ZIP.localHeader.bytes, nameBytes), 'name of an entry');
  if (name !== entry.name || view.u16(8) !== 0) {
    throw damaged('entry: the local header contradicts the directory', { entry: entry.name });
  }
  const data = view.slice(ZIP.localHeader.bytes + nameBytes + view.u16(28), entry.size);
  if (crc32(data) !== entry.crc32) throw damaged('entry: wrong CRC-32', { entry: entry.name });
  return data;
}
