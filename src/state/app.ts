import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { EngineClient } from '../client/engine-client';
import { copyText } from '../client/copy-text';
import { keptResults } from '../client/kept-results';
import { saveFile } from '../client/save-file';
import type { LibraryClient } from '../client/library-client';
import type { PicturesClient } from '../client/pictures-client';
import { isGlobal } from '../maps/map-frame';
import type { ModelView } from '../shared/models-api';
import { createAdding, type Adding } from './adding';
import { describeDevice } from './describe-device';
import { createDetector, type Detector } from './detector';
import { createEngine, type Engine } from './engine';
import { createKeeping, EDITION, type Keeping } from './keeping';
import { ADDING, createLibrary, type Library } from './library';
import { createMaps, type Maps } from './maps';
import { modelFileName } from './model-file-name';
import { createModels, type Models } from './models';
import { createPictures, type Pictures } from './pictures';
import { refilterOnChange } from './refilter';
import { createRoom, type Room } from './room';
import { reportOf } from './report';
import { createPictureRunner } from './run-picture';
import { SAMPLES } from './samples';
import { createSequence, type Sequence } from './sequence';
import { createSettings, type Settings } from './settings';
import { createThumbnails, type Thumbnails } from './thumbnails';
import { createViewer, type Viewer } from './viewer';

/** A model that somebody's link names is fetched unasked up to this size. */
const UNASKED_BYTES = 5_000_000;

/** Everything the components see. */
export interface App extends Adding {
  readonly library: Library;
  readonly room: Room;
  readonly models: Models;
  readonly engine: Engine;
  readonly pictures: Pictures;
  readonly thumbnails: Thumbnails;
  readonly settings: Settings;
  readonly maps: Maps;
  readonly sequence: Sequence;
  readonly viewer: Viewer;
  readonly detector: Detector;
  readonly keeping: Keeping;
  /** Place in the list of the detection that is pointed at, on the picture or in the table. */
  readonly active: Signal<number | undefined>;
  /** A new version of the site is waiting. */
  readonly updateReady: ReadonlySignal<boolean>;
  /** Copies an address that opens the site with this model. */
  copyLink(model: ModelView): Promise<void>;
  /** Saves a kept model as a file. */
  saveModel(model: ModelView): Promise<void>;
  /** What runs on what, for `About this device`. */
  deviceReport(): Promise<Readonly<Record<string, string | number | boolean>>>;
  /** Whether a text is on the clipboard now. */
  readonly copyText: (text: string) => Promise<boolean>;
  /** Opens the first model, or the one that the page's address names. */
  start(): Promise<void>;
  /** Shows a storm of the sequence, an index of its `storms`: its map comes into view, and it is pointed at. */
  showStorm(storm: number | undefined): void;
  readonly update: () => void;
}

export interface AppDeps {
  readonly engineClient: EngineClient;
  readonly libraryClient: LibraryClient;
  readonly picturesClient: PicturesClient;
  /** Address the site lies at, with a slash at its end. */
  readonly base: string;
  /** Reference of a model from the page's address. */
  readonly sharedModel: string | undefined;
  readonly updateReady: ReadonlySignal<boolean>;
  readonly update: () => void;
}

/** Joins the concerns; starts nothing by itself. */
export function createApp(deps: AppDeps): App {
  const { engineClient, libraryClient, picturesClient, base, sharedModel, updateReady, update } = deps;
  const settings = createSettings();
  const engine = createEngine(engineClient);
  const library = createLibrary(libraryClient);
  const models = createModels({ engine, client: libraryClient, library, settings });
  const pictures = createPictures();
  const maps = createMaps(new Set(SAMPLES.map(({ fileName }) => fileName)));
  const viewer = createViewer({
    chosenId: () => pictures.selected.value?.id,
    wraps(size) {
      const item = pictures.selected.value;
      const frame = item && maps.frameOf(item, size);
      return frame !== undefined && isGlobal(frame);
    },
  });
  const active = signal<number | undefined>(undefined);
  // What was pointed at belongs to the picture that was in view, with the thresholds it had.
  const shown = computed(() => [pictures.selected.value, settings.thresholds.value, maps.hideSmall.value]);
  shown.subscribe(() => {
    active.value = undefined;
  });
  const keeping = createKeeping({ store: keptResults(EDITION), pictures, models, settings, maps });
  const runner = createPictureRunner({
    engine,
    engineClient,
    picturesClient,
    models,
    settings,
    maps,
    keeping,
  });
  const detector = createDetector({ models, pictures, runner, settled: () => keeping.settled() });
  const sequence = createSequence({ pictures, settings, maps, busy: detector.busy });
  refilterOnChange(engineClient, pictures, settings, () => keeping.restored.value);

  async function openShared(): Promise<ModelView | undefined> {
    if (sharedModel === undefined) return undefined;
    const model = await library.add(sharedModel);
    const small = model?.size !== undefined && model.size <= UNASKED_BYTES;
    if (model?.state === 'remote' && small) void library.download(model.id);
    return model;
  }

  const adding = createAdding({ pictures, maps, library, models, base });

  return {
    ...adding,
    library,
    room: createRoom(library, (id) => (id === ADDING ? adding.addRefused() : library.download(id))),
    models,
    engine,
    pictures,
    thumbnails: createThumbnails(picturesClient, devicePixelRatio),
    settings,
    maps,
    sequence,
    viewer,
    detector,
    keeping,
    active,
    updateReady,
    async copyLink({ id, source }) {
      const address = `${base}?model=${encodeURIComponent(source)}`;
      library.note(id, (await copyText(address)) ? { kind: 'copied' } : { kind: 'to-copy', address });
    },
    async saveModel({ id, source, format }) {
      const file = await library.exportFile(id);
      if (file) saveFile(file, modelFileName(source, format));
    },
    deviceReport: () => describeDevice({ engine, models, library }),
    copyText,
    start: () => models.start(openShared),
    showStorm(storm) {
      const origin = sequence.linked.peek().origins[storm ?? -1];
      const report = origin && reportOf(origin.item, settings.thresholds.peek(), maps);
      if (!report) return;
      const { item, detection } = origin;
      pictures.select(item.id);
      viewer.show(item.id, report.picture);
      active.value = report.detections.indexOf(detection);
      viewer.reveal(detection.box);
    },
    update,
  };
}
