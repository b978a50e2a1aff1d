import { AppError } from '../../src/shared/errors';
import type { StorageReport } from '../../src/shared/models-api';
import { intactSource } from './intact-parts';
import type { LibraryContext } from './library-deps';
import { noteDamage } from './open-model';

/** Removes a model and its bytes. Not to be run while it is being downloaded. */
export async function deleteModel({ store }: LibraryContext, id: string): Promise<void> {
  const row = await store.rows.get(id);
  // The row first: bytes without a row are swept away, a row without bytes would be a broken promise.
  await store.rows.update(id, () => undefined);
  for (const content of [row?.kept?.content, row?.partial?.content, row?.partial?.model]) {
    if (content !== undefined) await store.parts.remove(content);
  }
}

/**
 * Reads the stored bytes again; false where they no longer have their hash, which is noted.
 *
 * @throws AppError `model-not-kept`.
 */
export async function verifyModel(context: LibraryContext, id: string): Promise<boolean> {
  return (await readIntact(context, id)) !== undefined;
}

/** @throws AppError `model-not-kept`, `model-damaged`. */
export async function exportModel(context: LibraryContext, id: string): Promise<Blob> {
  const file = await readIntact(context, id);
  if (!file) throw new AppError('model-damaged', { id });
  return file;
}

async function readIntact(context: LibraryContext, id: string): Promise<Blob | undefined> {
  const row = await context.store.rows.get(id);
  if (!row?.kept) throw new AppError('model-not-kept', { id });
  const file = await intactSource(context.store.parts, row.kept).blob();
  await noteDamage(context, row, row.kept, file === undefined);
  return file;
}

export async function reportStorage({ store }: LibraryContext): Promise<StorageReport> {
  const { usage, quota, persisted } = await store.space();
  const holds = (await store.rows.all()).some((row) => row.kept);
  const askToPersist = store.persistent && holds && persisted === false;
  return { available: store.persistent, usage, quota, persisted, askToPersist };
}
