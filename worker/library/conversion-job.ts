import type { FileFacts } from '../sources/judge-answer';
import { sha256Of } from '../sources/sha256';
import type { ModelRow, PartialContent } from '../store/model-row';
import { wholeNeed } from '../store/store-error';
import type { LibraryContext } from './library-deps';
import { partBytes } from './row-view';

/** What has come of a checkpoint, in the store. */
export interface ConversionJob {
  readonly context: LibraryContext;
  readonly row: ModelRow;
  /** As it is recorded. */
  readonly partial: PartialContent;
  /** Records a change; only then does it count. */
  record(change: Partial<PartialContent>, facts?: ModelRow['facts']): Promise<void>;
  /** Stores bytes of the file from `start` on, as a new part or in place of a bad one. */
  put(bytes: Uint8Array<ArrayBuffer>, start: number, index?: number): Promise<void>;
  /** Forgets and frees the parts: they are not of the file that is to be read from now on. */
  restart(): Promise<void>;
}

export function createConversionJob(
  context: LibraryContext,
  row: ModelRow,
  begun: PartialContent,
): ConversionJob {
  const { store, newContent } = context;
  let partial = begun;

  async function record(change: Partial<PartialContent>, facts?: ModelRow['facts']): Promise<void> {
    partial = { ...partial, ...change };
    await store.rows.update(row.id, (now) => {
      const known = now ?? row;
      // An older model that is still here is shown with its own facts.
      return { ...known, partial, facts: known.kept ? known.facts : (facts ?? known.facts) };
    });
  }

  return {
    context,
    row,
    get partial() {
      return partial;
    },
    record,
    async put(bytes, start, index = partial.parts.length) {
      const sha256 = await sha256Of(bytes);
      // First the bytes, then the row that makes them count: a crash in between costs one part.
      await store.parts.put(partial.content, index, bytes).catch((error: unknown) => {
        throw wholeNeed(error, partial.needed ?? partial.file.size, partBytes(partial.parts));
      });
      const part = { size: bytes.byteLength, sha256, start };
      await record({ parts: [...partial.parts.slice(0, index), part, ...partial.parts.slice(index + 1)] });
    },
    async restart() {
      const stale = partial.content;
      await record({ content: newContent(), parts: [] });
      await store.parts.remove(stale);
    },
  };
}

/** Notes what an answer has told of the file. */
export async function noteFile(job: ConversionJob, told: FileFacts): Promise<void> {
  const { file } = job.partial;
  if (file.size === told.size && file.validator === told.validator) return;
  await job.record({ file: { ...file, ...told } });
}
