import type { ByteSource } from '../../src/shared/byte-source';
import { damaged } from './fail';
import { metadataProps } from './metadata-props';
import type { CheckpointSummary } from './network/checkpoint-summary';
import { encodeModel } from './onnx/encode-model';
import { toDoubles, type StorageBytes } from './onnx/tensor-data';
import { openCheckpoint, type OpenedCheckpoint } from './open-checkpoint';
import type { ByteRange } from './plan-reads';
import { logReads, type Hasher } from './read-log';
import { readEntries } from './read-entries';

export interface ConvertProgress {
  /** Bytes of the weights read so far. */
  readonly received: number;
  readonly total: number;
}

export interface ConvertOptions {
  /** Called, and waited for, once the checkpoint is understood, before its weights are read. */
  readonly onOpened?: (checkpoint: OpenedCheckpoint) => void | Promise<void>;
  readonly onProgress?: (progress: ConvertProgress) => void;
  /** Fed with every byte that is read, in the order of `origin.ranges`. */
  readonly hasher?: Hasher;
}

export interface ConvertedCheckpoint {
  /** The ONNX model. */
  readonly onnx: Uint8Array<ArrayBuffer>;
  readonly summary: CheckpointSummary;
  /** Least multiple in pixels of the input's sides; 32 for most. */
  readonly stride: number;
  /** What was read, in this order, of a file of this many bytes. */
  readonly origin: { readonly size: number; readonly ranges: readonly ByteRange[] };
}

/**
 * Converts an Ultralytics checkpoint to an ONNX model with dynamic batch, height and width, decoding included: input
 * `images` `[batch, 3, height, width]`, RGB 0 to 1; output `output0` `[batch, 4 + classes, N]` of centre x, centre y,
 * width, height in pixels of the input and a score per class, or, for end-to-end heads, `[batch, 300, 6]` of x1, y1,
 * x2, y2, score, class id. Other tasks' outputs are those of an Ultralytics export. Weights keep the precision they
 * have in the checkpoint. Reads only what the network needs; throws `AppError`s with `checkpoint-...` codes.
 */
export async function convertCheckpoint(
  source: ByteSource,
  options: ConvertOptions = {},
  signal?: AbortSignal,
): Promise<ConvertedCheckpoint> {
  const logged = logReads(source, options.hasher);
  const checkpoint = await openCheckpoint(logged, signal);
  await options.onOpened?.(checkpoint);
  const storage = await readStorages(logged, checkpoint, options, signal);
  const { network, summary } = checkpoint;
  const stride = network.strides ? Math.max(...toDoubles(network.strides, storage)) : 1;
  if (!Number.isInteger(stride) || stride < 1 || stride > 256)
    throw damaged('network: a stride that is none');
  const metadata = metadataProps({ summary, stride, endToEnd: network.endToEnd, head: network.head });
  const onnx = encodeModel({ ...network, metadata }, storage);
  return { onnx, summary, stride, origin: { size: source.size, ranges: logged.ranges } };
}

async function readStorages(
  source: ByteSource,
  { reads, bytesNeeded }: OpenedCheckpoint,
  { onProgress }: ConvertOptions,
  signal: AbortSignal | undefined,
): Promise<StorageBytes> {
  let received = 0;
  const onRead = (bytes: number) => {
    received += bytes;
    onProgress?.({ received, total: bytesNeeded });
  };
  const entries = await readEntries(source, reads, onRead, signal);
  const names = new Map(reads.flatMap(({ parts }) => parts).map(({ key, entry }) => [key, entry.name]));
  return (key) => {
    const bytes = entries.get(names.get(key) ?? '');
    if (!bytes) throw damaged('storage: was not read', { key });
    return bytes;
  };
}
