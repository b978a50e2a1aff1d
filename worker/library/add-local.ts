import { AppError } from '../../src/shared/errors';
import { readPieces } from '../bytes/read-pieces';
import { LIMITS } from '../sources/limits';
import { newRow, UNTOLD, type ModelRow } from '../store/model-row';
import { contentSource } from '../store/read-content';
import { keepConverted } from './keep-converted';
import type { LibraryContext } from './library-deps';
import { makeRoom } from './make-room';
import { storePieces } from './store-pieces';
import { modelFormat } from '../sources/model-format';

/** The name under which a local file is locked while it is copied, so that no sweep takes it for a leftover. */
export function localLock(id: string): string {
  return `copy ${id}`;
}

/**
 * Copies a file of the person's own into the store. One that is there already is not copied twice.
 *
 * @throws AppError `file-unreadable`, `download-empty`, `model-too-large`, `store-full`, `store-failed`, or of the inspection.
 */
export async function addLocal(context: LibraryContext, file: Blob, name: string): Promise<ModelRow> {
  const { store, transport, tabs } = context;
  if (file.size === 0) throw new AppError('download-empty', { name });
  if (file.size > LIMITS.modelBytes) {
    throw new AppError('model-too-large', { size: file.size, limit: LIMITS.modelBytes });
  }
  if (modelFormat(name) === 'checkpoint') return addCheckpoint(context, file, name);
  await makeRoom(store, file.size);
  const content = context.newContent();
  const id = `file:${content}`;
  const blank = newRow(id, name, { kind: 'file', name });
  return tabs.exclusive(localLock(id), undefined, async () => {
    // The row comes first: bytes that no row knows of are swept away.
    await store.rows.update(id, () => ({ ...blank, partial: { content, file: UNTOLD, parts: [] } }));
    try {
      const { parts, sha256 } = await storePieces(context, content, piecesOf(file, name), file.size);
      const facts = await context.inspect?.(contentSource(store.parts, { content, parts }));
      const twin = (await store.rows.all()).find(({ kept, damaged }) => kept?.sha256 === sha256 && !damaged);
      if (!twin) {
        const now = transport.now();
        const kept = { content, file: UNTOLD, parts, size: file.size, sha256, keptAt: now, usedAt: now };
        const row = { ...blank, kept, facts };
        await store.rows.update(id, () => row);
        return row;
      }
      await forget(context, id, content);
      return twin;
    } catch (error) {
      await forget(context, id, content);
      throw error;
    }
  });
}

async function forget({ store }: LibraryContext, id: string, content: string): Promise<void> {
  await store.rows.update(id, () => undefined);
  await store.parts.remove(content);
}

/** Reads only the network out of a checkpoint and keeps the model made of it. */
async function addCheckpoint(context: LibraryContext, file: Blob, name: string): Promise<ModelRow> {
  if (!context.convert) throw new AppError('reference-not-model');
  const source = {
    size: file.size,
    read: async (start: number, end: number) => {
      const bytes = await file.slice(start, end).arrayBuffer().catch(unreadable(name));
      return new Uint8Array(bytes);
    },
  };
  const { onnx, facts } = await context.convert(source, () => undefined);
  await makeRoom(context.store, onnx.length);
  const row = newRow(`file:${context.newContent()}`, name, { kind: 'file', name });
  return context.tabs.exclusive(localLock(row.id), undefined, () =>
    keepConverted(context, row, UNTOLD, onnx, facts),
  );
}

async function* piecesOf(file: Blob, name: string): AsyncGenerator<Uint8Array> {
  const reader = readPieces(file.stream());
  const read = () => reader.read().catch(unreadable(name));
  for (let piece = await read(); piece; piece = await read()) yield piece;
}

function unreadable(name: string) {
  return (cause: unknown): never => {
    throw new AppError('file-unreadable', { name }, { cause });
  };
}
