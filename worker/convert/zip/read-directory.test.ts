import { describe, expect, test } from 'vitest';
import { LIMITS } from '../limits';
import { countingSource } from '../testing/counting-source';
import { expectCode } from '../testing/expect-error';
import { writeZip, type WrittenZip } from '../testing/write-zip';
import { entryData } from './entry-data';
import { readDirectory } from './read-directory';
import { ZIP } from './zip-entry';

const text = (value: string) => new TextEncoder().encode(value);

const FILES = [
  { name: 'best/data.pkl', data: text('a pickle') },
  { name: 'best/data/0', data: text('weights') },
  { name: 'best/data/1', data: text('more weights') },
];

const read = (bytes: Uint8Array<ArrayBuffer>) => readDirectory(countingSource(bytes));

/** An archive whose bytes were changed. */
function changed(change: (view: DataView, zip: WrittenZip) => void, files = FILES): Uint8Array<ArrayBuffer> {
  const zip = writeZip(files);
  change(new DataView(zip.bytes.buffer), zip);
  return zip.bytes;
}

test('entries give their data', async () => {
  const { bytes } = writeZip(FILES);
  const directory = await read(bytes);
  expect([...directory.keys()]).toEqual(FILES.map(({ name }) => name));
  for (const { name, data } of FILES) {
    const entry = directory.get(name);
    expect(entry && entryData(entry, bytes.slice(entry.start, entry.end))).toEqual(data);
  }
});

function withoutZip64(): Uint8Array<ArrayBuffer> {
  const zip = writeZip(FILES);
  return new Uint8Array([...zip.bytes.subarray(0, zip.end64), ...zip.bytes.subarray(zip.end)]);
}

test('an archive without ZIP64 records is read too', async () => {
  expect((await read(withoutZip64())).size).toBe(FILES.length);
});

test('the directory is fetched once, whether in the tail or not', async () => {
  const many = Array.from({ length: 3_000 }, (_, index) => ({ name: `best/data/${index}`, data: text('w') }));
  const zip = writeZip(many);
  const source = countingSource(zip.bytes);
  expect((await readDirectory(source)).size).toBe(many.length);
  expect(source.bytesRead).toBe(zip.bytes.length - zip.directory);
});

test.each([
  [
    'the count of entries',
    (view: DataView, zip: WrittenZip) =>
      [24, 32].forEach((at) => view.setBigUint64(zip.end64 + at, 2n, true)),
  ],
  [
    'the size of the directory',
    (view: DataView, zip: WrittenZip) => view.setBigUint64(zip.end64 + 40, 1n, true),
  ],
  [
    'the start of the directory',
    (view: DataView, zip: WrittenZip) => view.setBigUint64(zip.end64 + 48, 64n, true),
  ],
])('a ZIP64 record that lies about %s is held against the end record', async (_, change) => {
  const error = await expectCode(() => read(changed(change)), 'checkpoint-damaged');
  expect(error.data['what']).toBe('end of archive: contradicts the ZIP64 record');
});

test('bytes hidden before the beginning are found without ZIP64, too', async () => {
  const error = await expectCode(() => read(new Uint8Array([0, ...withoutZip64()])), 'checkpoint-damaged');
  expect(error.data['what']).toBe('central directory: does not end where the end record begins');
});

test('data that was changed fails its CRC-32', async () => {
  const bytes = changed((_, { bytes }) => {
    bytes[bytes.indexOf('w'.charCodeAt(0), ZIP.localHeader.bytes)] = 'W'.charCodeAt(0);
  });
  const entry = (await read(bytes)).get('best/data/0');
  await expectCode(
    () => entry && entryData(entry, bytes.slice(entry.start, entry.end)),
    'checkpoint-damaged',
  );
});

test('a local header that contradicts the directory is refused', async () => {
  const bytes = changed((view, { local }) => view.setUint8((local[1] ?? 0) + ZIP.localHeader.bytes, 0x78));
  const entry = (await read(bytes)).get('best/data/0');
  await expectCode(
    () => entry && entryData(entry, bytes.slice(entry.start, entry.end)),
    'checkpoint-damaged',
  );
});

describe('refused', () => {
  test.each([
    ['a file that is no archive', text('x'.repeat(100)), 'checkpoint-unrecognised'],
    ['an empty file', new Uint8Array(), 'checkpoint-unrecognised'],
    ['an archive cut short', writeZip(FILES).bytes.slice(0, -30), 'checkpoint-truncated'],
    ['bytes after the end', new Uint8Array([...writeZip(FILES).bytes, 0]), 'checkpoint-truncated'],
    [
      'bytes before the beginning, without ZIP64',
      new Uint8Array([0, ...withoutZip64()]),
      'checkpoint-damaged',
    ],
    ['bytes before the beginning', new Uint8Array([0, ...writeZip(FILES).bytes]), 'checkpoint-damaged'],
    ['two entries of one name', writeZip([...FILES, ...FILES]).bytes, 'checkpoint-damaged'],
  ] as const)('%s', async (_, bytes, code) => {
    await expectCode(() => read(bytes), code);
  });

  test.each(['../data.pkl', '/etc/passwd', 'a//b', 'a/./b', 'a\\b', 'C:/a', 'a/b\0', ''])(
    'the name %j',
    async (name) => {
      await expectCode(() => read(writeZip([{ name, data: text('x') }]).bytes), 'checkpoint-damaged');
    },
  );

  const directoryField = (field: number, value: number) => (view: DataView, zip: WrittenZip) =>
    view.setUint32((zip.central[1] ?? 0) + field, value, true);

  test.each([
    [
      'encryption',
      (view, zip) => view.setUint16((zip.central[1] ?? 0) + 8, 1, true),
      'checkpoint-unsupported',
    ],
    [
      'compression',
      (view, zip) => view.setUint16((zip.central[1] ?? 0) + 10, 8, true),
      'checkpoint-unsupported',
    ],
    [
      'a second disk',
      (view, zip) => view.setUint16((zip.central[1] ?? 0) + 34, 1, true),
      'checkpoint-unsupported',
    ],
    ['two sizes of one stored entry', directoryField(24, 9_000), 'checkpoint-damaged'],
    [
      'an entry that overlaps the next',
      (view, zip) => {
        directoryField(20, 9_000)(view, zip);
        directoryField(24, 9_000)(view, zip);
      },
      'checkpoint-damaged',
    ],
    ['entries that are one and the same place (a zip bomb)', directoryField(42, 0), 'checkpoint-damaged'],
    ['an entry behind the directory', directoryField(42, 1e6), 'checkpoint-damaged'],
    ['ZIP64 sizes that are missing', directoryField(42, 0xffffffff), 'checkpoint-damaged'],
    [
      'fewer entries than the directory has',
      (view, zip) => {
        for (const field of [zip.end64 + 24, zip.end64 + 32]) view.setBigUint64(field, 2n, true);
        for (const field of [zip.end + 8, zip.end + 10]) view.setUint16(field, 2, true);
      },
      'checkpoint-damaged',
    ],
    [
      'more entries than the directory has',
      (view, zip) => {
        for (const field of [zip.end64 + 24, zip.end64 + 32]) view.setBigUint64(field, 4n, true);
        for (const field of [zip.end + 8, zip.end + 10]) view.setUint16(field, 4, true);
      },
      'checkpoint-damaged',
    ],
    [
      'ZIP64: another count than the end record',
      (view, zip) => {
        for (const field of [zip.end64 + 24, zip.end64 + 32]) view.setBigUint64(field, 2n, true);
      },
      'checkpoint-damaged',
    ],
    ['ZIP64: two counts', (view, zip) => view.setBigUint64(zip.end64 + 24, 2n, true), 'checkpoint-damaged'],
    [
      'ZIP64: another start than the end record',
      (view, zip) => view.setBigUint64(zip.end64 + 48, 64n, true),
      'checkpoint-damaged',
    ],
    [
      'ZIP64: numbers beyond any file',
      (view, zip) => view.setBigUint64(zip.end64 + 48, 2n ** 63n, true),
      'checkpoint-damaged',
    ],
    [
      'ZIP64: a locator that points elsewhere',
      (view, zip) => view.setBigUint64(zip.end64 + 56 + 8, 0n, true),
      'checkpoint-damaged',
    ],
    [
      'ZIP64: a count beyond the limit',
      (view, zip) => {
        const count = LIMITS.zipEntries + 1;
        for (const field of [zip.end64 + 24, zip.end64 + 32]) view.setBigUint64(field, BigInt(count), true);
        for (const field of [zip.end + 8, zip.end + 10]) view.setUint16(field, count, true);
      },
      'checkpoint-too-large',
    ],
  ] as readonly (readonly [string, (view: DataView, zip: WrittenZip) => void, 'checkpoint-damaged'])[])(
    '%s',
    async (_, change, code) => {
      await expectCode(() => read(changed(change)), code);
    },
  );
});
