import { releaseBuffer } from '../bytes/release-buffer';
import type { KeptContent, ModelRow, RemoteFile } from '../store/model-row';
import type { LibraryContext } from './library-deps';
import { storePieces } from './store-pieces';

/**
 * Makes the model made of a checkpoint the row's model, in one step; what came of the checkpoint is freed afterwards,
 * so that a crash in between costs no download. So are the bytes of `onnx`, once they are stored.
 *
 * @throws AppError of the store
 */
export async function keepConverted(
  context: LibraryContext,
  row: ModelRow,
  file: RemoteFile,
  onnx: Uint8Array<ArrayBuffer>,
  facts: ModelRow['facts'],
): Promise<ModelRow> {
  const { store, transport, newContent } = context;
  const content = newContent();
  const useless = new Set<string | undefined>();
  // The row first: bytes that no row knows of are swept away.
  await store.rows.update(row.id, (now) => {
    const known = now ?? row;
    const partial = known.partial ?? { content, file, parts: [] };
    useless.add(partial.content).add(partial.model);
    return { ...known, partial: { ...partial, model: content } };
  });
  const size = onnx.length;
  const { parts, sha256 } = await storePieces(context, content, [onnx], onnx.length);
  // It is opened next, and would take as much again.
  releaseBuffer(onnx.buffer);
  const now = transport.now();
  const kept: KeptContent = { content, file, parts, size, sha256, keptAt: now, usedAt: now };
  const after = await store.rows.update(row.id, (known) => {
    useless.add(known?.kept?.content);
    return { ...(known ?? row), kept, facts, offered: file, partial: undefined, damaged: false };
  });
  useless.delete(content);
  for (const old of useless) if (old !== undefined) await store.parts.remove(old);
  return after ?? row;
}
