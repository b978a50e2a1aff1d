import { crc32 } from '../crc32';
import { ZIP } from '../zip/zip-entry';

export interface ZipInput {
  readonly name: string;
  readonly data: Uint8Array<ArrayBuffer>;
}

export interface WrittenZip {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Offsets of the records, for tests that make them lie. */
  readonly local: readonly number[];
  readonly central: readonly number[];
  readonly directory: number;
  readonly end64: number;
  readonly end: number;
}

const ALIGNMENT = 64;

/** An archive laid out as torch's: stored, data aligned by an extra field, a ZIP64 end record as well as the short one. */
export function writeZip(inputs: readonly ZipInput[]): WrittenZip {
  const names = inputs.map(({ name }) => new TextEncoder().encode(name));
  const sizes = inputs.map(({ data }, index) => {
    const name = names[index]?.length ?? 0;
    return ZIP.localHeader.bytes + name + ALIGNMENT + data.length;
  });
  const directoryBytes = names.reduce((sum, name) => sum + ZIP.directoryHeader.bytes + name.length, 0);
  const total =
    sizes.reduce((sum, size) => sum + size, 0) +
    directoryBytes +
    ZIP.end64.bytes +
    ZIP.locator64.bytes +
    ZIP.end.bytes;
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  const crcs = inputs.map(({ data }) => crc32(data));
  const local: number[] = [];
  let at = 0;
  for (const [index, { data }] of inputs.entries()) {
    const name = names[index] ?? new Uint8Array();
    local.push(at);
    view.setUint32(at, ZIP.localHeader.signature, true);
    view.setUint16(at + 26, name.length, true);
    bytes.set(name, at + ZIP.localHeader.bytes);
    const start = Math.ceil((at + ZIP.localHeader.bytes + name.length + 4) / ALIGNMENT) * ALIGNMENT;
    const extra = start - at - ZIP.localHeader.bytes - name.length;
    view.setUint16(at + 28, extra, true);
    view.setUint16(start - extra, 0x4246, true);
    view.setUint16(start - extra + 2, extra - 4, true);
    bytes.set(data, start);
    at = start + data.length;
  }
  const directory = at;
  const central: number[] = [];
  for (const [index, { data }] of inputs.entries()) {
    const name = names[index] ?? new Uint8Array();
    central.push(at);
    view.setUint32(at, ZIP.directoryHeader.signature, true);
    view.setUint32(at + 16, crcs[index] ?? 0, true);
    view.setUint32(at + 20, data.length, true);
    view.setUint32(at + 24, data.length, true);
    view.setUint16(at + 28, name.length, true);
    view.setUint32(at + 42, local[index] ?? 0, true);
    bytes.set(name, at + ZIP.directoryHeader.bytes);
    at += ZIP.directoryHeader.bytes + name.length;
  }
  const end = writeEnd(view, at, inputs.length, directory);
  return { bytes: bytes.subarray(0, end + ZIP.end.bytes).slice(), local, central, directory, end64: at, end };
}

function writeEnd(view: DataView, at: number, count: number, directory: number): number {
  view.setUint32(at, ZIP.end64.signature, true);
  view.setBigUint64(at + 4, BigInt(ZIP.end64.bytes - 12), true);
  view.setBigUint64(at + 24, BigInt(count), true);
  view.setBigUint64(at + 32, BigInt(count), true);
  view.setBigUint64(at + 40, BigInt(at - directory), true);
  view.setBigUint64(at + 48, BigInt(directory), true);
  const locator = at + ZIP.end64.bytes;
  view.setUint32(locator, ZIP.locator64.signature, true);
  view.setBigUint64(locator + 8, BigInt(at), true);
  view.setUint32(locator + 16, 1, true);
  const end = locator + ZIP.locator64.bytes;
  view.setUint32(end, ZIP.end.signature, true);
  view.setUint16(end + 8, count, true);
  view.setUint16(end + 10, count, true);
  view.setUint32(end + 12, at - directory, true);
  view.setUint32(end + 16, directory, true);
  return end;
}
