import { signal, type ReadonlySignal } from '@preact/signals';
import { droppedFiles } from '../client/dropped-files';
import { fetchPicture } from '../client/fetch-picture';
import { isWorldFileName } from '../maps/find-world-file';
import { folderMaps } from '../maps/folder-maps';
import { AppError } from '../shared/errors';
import { asAppError } from './as-app-error';
import type { Library } from './library';
import type { Maps } from './maps';
import type { Models } from './models';
import type { Pictures } from './pictures';
import { SAMPLES } from './samples';

/** Where files go that a person gives. */
export interface Adding {
  /** Pictures go to the queue, model files to the library, world files to the maps. */
  addFiles(files: readonly File[]): void;
  /** The pictures of a folder, in the order of their sols. */
  addFolder(files: readonly File[]): void;
  /** What was dropped or pasted, folders too; to be called while that event is being handled. */
  addDropped(transfer: DataTransfer): Promise<void>;
  addSample(id: string): Promise<void>;
  /** The last model file that could not be kept. */
  readonly refused: ReadonlySignal<File | undefined>;
  /** Adds that once more. */
  addRefused(): Promise<void>;
  /** Why the last sample or world file could not be added. */
  readonly problem: ReadonlySignal<AppError | undefined>;
}

interface Deps {
  readonly pictures: Pictures;
  readonly maps: Maps;
  readonly library: Library;
  readonly models: Models;
  /** Address the site lies at, with a slash at its end. */
  readonly base: string;
}

export function createAdding({ pictures, maps, library, models, base }: Deps): Adding {
  const problem = signal<AppError | undefined>(undefined);
  const refused = signal<File | undefined>(undefined);

  async function addModel(file: File): Promise<void> {
    const model = await library.addLocal(file);
    refused.value = model ? undefined : file;
    if (model) await models.select(model.id);
  }

  async function addWorldFile(file: File): Promise<void> {
    try {
      await maps.addWorldFile(file);
      problem.value = undefined;
    } catch (cause) {
      problem.value = new AppError('file-unreadable', { name: file.name }, { cause });
    }
  }

  function addFiles(files: readonly File[]): void {
    const isModel = (file: File) => /\.(onnx|pt)$/i.test(file.name);
    const isWorldFile = (file: File) => isWorldFileName(file.name);
    files.filter(isModel).forEach((file) => void addModel(file));
    files.filter(isWorldFile).forEach((file) => void addWorldFile(file));
    pictures.add(files.filter((file) => !isModel(file) && !isWorldFile(file)));
  }

  return {
    addFiles,
    addFolder: (files) => addFiles(folderMaps(files)),
    async addDropped(transfer) {
      const { files, ofFolders } = await droppedFiles(transfer);
      addFiles([...files, ...folderMaps(ofFolders)]);
    },
    async addSample(id) {
      const sample = SAMPLES.find((candidate) => candidate.id === id);
      if (!sample) return;
      try {
        pictures.add([await fetchPicture(new URL(sample.path, base).href, sample.fileName)]);
        problem.value = undefined;
      } catch (error) {
        problem.value = asAppError(error);
      }
    },
    problem,
    refused,
    async addRefused() {
      if (refused.value) await addModel(refused.value);
    },
  };
}
