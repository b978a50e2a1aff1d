import { unpickle } from '../pickle/unpickle';
import type { PickleDict } from '../pickle/values';
import { entryData } from '../zip/entry-data';
import { readDirectory } from '../zip/read-directory';
import { countingSource } from './counting-source';
import { readFixture } from './fixtures';
import { writePickle } from './write-pickle';
import { writeZip, type WrittenZip, type ZipInput } from './write-zip';

/** A checkpoint with the given pickle and no weights. */
export function checkpointOf(pickle: Uint8Array<ArrayBuffer>, others: readonly ZipInput[] = []): WrittenZip {
  return writeZip([{ name: 'test/data.pkl', data: pickle }, ...others]);
}

export interface EditableCheckpoint {
  readonly root: PickleDict;
  readonly entries: ZipInput[];
}

/** A fixture taken apart, to be put together otherwise. */
export async function takeApart(fixture: string): Promise<EditableCheckpoint> {
  const bytes = readFixture(fixture);
  const directory = await readDirectory(countingSource(bytes));
  const entries = [...directory.values()].map((entry) => ({
    name: entry.name,
    data: entryData(entry, bytes.subarray(entry.start, entry.end)),
  }));
  const pickle = entries.find(({ name }) => name.endsWith('/data.pkl'));
  if (!pickle) throw new Error('the fixture has no pickle');
  return { root: unpickle(pickle.data) as PickleDict, entries };
}

/** The inverse of `takeApart`. */
export function putTogether({ root, entries }: EditableCheckpoint): WrittenZip {
  const pickle = writePickle(root);
  return writeZip(
    entries.map(({ name, data }) => ({ name, data: name.endsWith('/data.pkl') ? pickle : data })),
  );
}
