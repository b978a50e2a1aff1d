import type { RangeSink } from '../sources/range-download';
import { createSha256, sha256Of } from '../sources/sha256';
import { wholeNeed } from '../store/store-error';
import { record, type DownloadJob } from './download-job';
import { makeRoom } from './make-room';
import { partBytes } from './row-view';

/** Stores each range as a part of the model. */
export function storeRanges(job: DownloadJob): RangeSink {
  const { store } = job.context;
  return {
    async learned({ size, validator }) {
      const { partial } = job;
      if (size !== undefined && partial.file.size === undefined) await makeRoom(store, size);
      await record(job, { ...partial, file: { ...partial.file, size, validator } });
    },
    async write(bytes) {
      const { partial } = job;
      const part = { size: bytes.byteLength, sha256: await sha256Of(bytes) };
      try {
        // First the bytes, then the row that makes them count: a crash in between costs one range.
        await store.parts.put(partial.content, partial.parts.length, bytes);
        await record(job, { ...partial, parts: [...partial.parts, part] });
      } catch (error) {
        throw wholeNeed(error, partial.file.size, partBytes(partial.parts));
      }
      job.hash.update(bytes);
    },
    async restart() {
      const { content } = job.partial;
      job.hash = await createSha256();
      await record(job, { ...job.partial, content: job.context.newContent(), parts: [] });
      await store.parts.remove(content);
    },
  };
}
