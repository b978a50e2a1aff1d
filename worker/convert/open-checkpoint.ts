import type { ByteSource } from '../../src/shared/byte-source';
import { AppError } from '../../src/shared/errors';
import { damaged, tooLarge, unsupported } from './fail';
import { LIMITS } from './limits';
import { lowerNetwork, type LoweredNetwork } from './lower/lower-network';
import { summarise, type CheckpointSummary } from './network/checkpoint-summary';
import { chooseNetwork } from './network/choose-network';
import { readModuleTree } from './network/module-tree';
import { unpickle } from './pickle/unpickle';
import { ELEMENT_BYTES, type StorageReference } from './pickle/values';
import { planReads, type PlannedRead } from './plan-reads';
import { partOf, readEntries, type EntryPart } from './read-entries';
import { readDirectory } from './zip/read-directory';
import type { ZipDirectory, ZipEntry } from './zip/zip-entry';

/** The part of the file that holds one storage. */
export interface StoragePart extends EntryPart {
  readonly key: string;
}

/** A checkpoint that was understood, before its weights are read. */
export interface OpenedCheckpoint {
  readonly summary: CheckpointSummary;
  /** Bytes that `convertCheckpoint` will still read. */
  readonly bytesNeeded: number;
  /** What it will read, by rising place, e.g. to fetch it in advance. */
  readonly reads: readonly PlannedRead<StoragePart>[];
  readonly network: LoweredNetwork;
}

/**
 * Opens an Ultralytics checkpoint (a zip archive as `torch.save` writes it) and plans its conversion. Reads the end
 * of the file and `data.pkl`, some 200 KB; executes nothing that it reads. Throws an `AppError` with a
 * `checkpoint-...` code for everything that is not a network this converter knows.
 */
export async function openCheckpoint(source: ByteSource, signal?: AbortSignal): Promise<OpenedCheckpoint> {
  const directory = await readDirectory(source, signal);
  const { root, pickle } = findPickle(directory);
  if (pickle.size > LIMITS.pickleBytes) throw tooLarge('pickleBytes', pickle.size);
  const checkpoint = unpickle(await readPickle(source, pickle, directory.get(`${root}/byteorder`), signal));
  if (!(checkpoint instanceof Map)) throw new AppError('checkpoint-no-network', {});
  const chosen = chooseNetwork(checkpoint);
  const tree = readModuleTree(chosen.record);
  const summary = summarise(checkpoint, chosen, tree.parameters);
  const network = lowerNetwork(tree);
  if (summary.names.length < network.classes) throw damaged('network: fewer names than classes');
  const storages = neededStorages(network);
  const parts = [...storages.values()].map((storage) => locate(directory, root, storage));
  const reads = planReads(parts);
  const bytesNeeded = reads.reduce((sum, read) => sum + read.end - read.start, 0);
  if (bytesNeeded > LIMITS.weightBytes) throw tooLarge('weightBytes', bytesNeeded);
  return { summary, bytesNeeded, reads, network };
}

/** `<root>/data.pkl`; torch names the root after the file, older versions `archive`. */
function findPickle(directory: ZipDirectory): { root: string; pickle: ZipEntry } {
  const found = [...directory.values()].filter(({ name }) => /^[^/]+\/data\.pkl$/.test(name));
  const [pickle, second] = found;
  if (!pickle || second) throw new AppError('checkpoint-unrecognised', { pickles: found.length });
  return { root: pickle.name.slice(0, pickle.name.indexOf('/')), pickle };
}

/** Reads the pickle and, in the same read where it lies beside it, the byte order of the storages. */
async function readPickle(
  source: ByteSource,
  pickle: ZipEntry,
  order: ZipEntry | undefined,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  if (order && order.size > 'little'.length) throw damaged('byte order: neither little nor big');
  const reads = planReads((order ? [pickle, order] : [pickle]).map(partOf));
  const entries = await readEntries(source, reads, undefined, signal);
  // Versions of torch that do not write it ran on little-endian machines.
  const big = order && entries.get(order.name)?.[0] !== 'l'.charCodeAt(0);
  if (big) throw unsupported('big-endian checkpoint');
  return entries.get(pickle.name) ?? new Uint8Array();
}

function neededStorages({ graph, strides }: LoweredNetwork): ReadonlyMap<string, StorageReference> {
  const tensors = [...graph.initializers.values()].flatMap(({ sources }) => sources);
  if (strides) tensors.push(strides);
  const storages = new Map<string, StorageReference>();
  for (const { storage, length } of tensors) {
    // A tensor that shows the same elements again and again would unpack to more than was read.
    if (length > storage.length)
      throw damaged('tensor: more elements than its storage', { key: storage.key });
    const known = storages.get(storage.key);
    // Two tensors may share a storage, but not disagree about it.
    if (known && (known.type !== storage.type || known.length !== storage.length)) {
      throw damaged('storage: described twice, differently', { key: storage.key });
    }
    storages.set(storage.key, storage);
  }
  return storages;
}

function locate(directory: ZipDirectory, root: string, { key, type, length }: StorageReference): StoragePart {
  const entry = directory.get(`${root}/data/${key}`);
  if (!entry) throw damaged('storage: missing from the archive', { key });
  if (entry.size !== length * ELEMENT_BYTES[type])
    throw damaged('storage: another size than its entry', { key });
  return { ...partOf(entry), key };
}
