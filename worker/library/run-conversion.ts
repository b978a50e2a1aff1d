import { AppError } from '../../src/shared/errors';
import { createHttpSource } from '../sources/http-source';
import type { KeptContent, ModelRow, RemoteFile } from '../store/model-row';
import type { LibraryContext } from './library-deps';
import { makeRoom } from './make-room';
import { askSource, pinFile } from './plan-download';
import { fileAddress } from './row-source';
import type { DownloadWatcher } from './run-download';
import { storePieces } from './store-pieces';

/**
 * Brings a checkpoint to this device as the ONNX model made of it: of the file only the parts that hold the network
 * are fetched, each checked by its own CRC-32. What is kept is the model; `file` remembers what it was made of.
 *
 * @throws AppError of the source, of the conversion (`checkpoint-…`), of the store; the signal's reason after an abort.
 */
export async function runConversion(
  context: LibraryContext,
  row: ModelRow,
  watcher: DownloadWatcher,
  signal: AbortSignal,
): Promise<ModelRow> {
  const { convert, store, transport } = context;
  const entry = context.entry(row.id);
  const patient = { signal, onWaiting: watcher.onWaiting.bind(watcher), waitOffline: true };
  const offered = await askSource(context, row.source, patient);
  const file = pinFile(offered, { sha256: entry?.sha256, size: entry?.size });
  const address = fileAddress(row.source, file, context.hub().origin);
  if (!convert || address === undefined || file.size === undefined) {
    throw new AppError('model-not-kept', { id: row.id });
  }
  const hub = context.hub();
  const known = { size: file.size, validator: file.validator };
  const asked =
    row.source.kind === 'hub'
      ? { ...row.source, hub: hub.origin, withToken: hub.token !== undefined, revision: file.commit }
      : undefined;
  let received = 0;
  let total: number | undefined;
  const onBytes = (count: number) => {
    received += count;
    watcher.onPosition(received, total === undefined ? undefined : Math.max(total, received));
  };
  const source = createHttpSource({ address, hub, asked, known }, transport, { ...patient, onBytes });
  const { onnx, facts } = await convert(
    source,
    // Until the directory is read nobody knows how much is needed.
    (bytesNeeded) => (total = received + bytesNeeded),
    signal,
  );
  await makeRoom(store, onnx.length);
  return keepConverted(context, row, file, onnx, facts);
}

/** Makes the model made of a checkpoint the row's model, in one step. */
export async function keepConverted(
  context: LibraryContext,
  row: ModelRow,
  file: RemoteFile,
  onnx: Uint8Array<ArrayBuffer>,
  facts: ModelRow['facts'],
): Promise<ModelRow> {
  const { store, transport, newContent } = context;
  const content = newContent();
  // The row first: bytes that no row knows of are swept away.
  await store.rows.update(row.id, (known) => ({
    ...(known ?? row),
    partial: { content, file, parts: [] },
  }));
  const { parts, sha256 } = await storePieces(context, content, [onnx]);
  const now = transport.now();
  const kept: KeptContent = { content, file, parts, size: onnx.length, sha256, keptAt: now, usedAt: now };
  let replaced: string | undefined;
  const after = await store.rows.update(row.id, (known) => {
    replaced = known?.kept?.content;
    return { ...(known ?? row), kept, facts, offered: file, partial: undefined, damaged: false };
  });
  if (replaced !== undefined) await store.parts.remove(replaced);
  return after ?? row;
}
