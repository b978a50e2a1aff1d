/** What was dropped or pasted: files by themselves, and those of whole folders. */
export interface DroppedFiles {
  readonly files: readonly File[];
  /** Of all folders and the folders in them; what cannot be read is left out. */
  readonly ofFolders: readonly File[];
}

/** To be called while the event is being handled: what was dropped is gone after it, files and folders excepted. */
export function droppedFiles(transfer: DataTransfer): Promise<DroppedFiles> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry()).filter(
    (entry) => entry !== null,
  );
  const folders = entries.filter(isFolder);
  if (folders.length === 0) return Promise.resolve({ files: Array.from(transfer.files), ofFolders: [] });
  return gather(entries.filter(isFile), folders);
}

async function gather(
  files: readonly FileSystemFileEntry[],
  folders: readonly FileSystemDirectoryEntry[],
): Promise<DroppedFiles> {
  return {
    files: (await Promise.all(files.map(fileOf))).flat(),
    ofFolders: (await Promise.all(folders.map(filesIn))).flat(),
  };
}

async function filesIn(folder: FileSystemDirectoryEntry): Promise<readonly File[]> {
  const reader = folder.createReader();
  const found: File[] = [];
  // Entries come in batches; an empty one is the last.
  for (let batch = await nextBatch(reader); batch.length > 0; batch = await nextBatch(reader)) {
    const files = await Promise.all(batch.filter(isFile).map(fileOf));
    const below = await Promise.all(batch.filter(isFolder).map(filesIn));
    found.push(...files.flat(), ...below.flat());
  }
  return found;
}

function nextBatch(reader: FileSystemDirectoryReader): Promise<readonly FileSystemEntry[]> {
  return new Promise((resolve) => reader.readEntries(resolve, () => resolve([])));
}

function fileOf(entry: FileSystemFileEntry): Promise<readonly File[]> {
  return new Promise((resolve) =>
    entry.file(
      (file) => resolve([file]),
      () => resolve([]),
    ),
  );
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}
