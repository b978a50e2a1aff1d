import type { PicturesClient } from '../client/pictures-client';
import type { DetectRequest, DetectResult, OpenedModel } from '../shared/engine-api';
import type { Thresholds } from '../shared/types';
import { createExpectedPicture } from './expected-picture';
import { inputOptions } from './input-options';
import type { Maps } from './maps';
import type { Models } from './models';
import { openSource, type PictureSource } from './picture-source';
import type { PictureItem } from './pictures';
import { planPasses } from './plan-passes';
import { showTile, type Job } from './run-passes';
import type { Settings } from './settings';

/** How the answers of a run are suppressed. */
export type Suppression = Pick<Thresholds, 'iou' | 'agnostic'>;

/** A picture that is being decoded for a model. */
export interface Opening {
  readonly source: Promise<PictureSource>;
  /** Its first tile, where that was shown already. */
  readonly first: Promise<Job> | undefined;
}

export interface PictureOpener {
  /** Decodes a picture that is to be run as soon as there is a model. */
  expect(item: PictureItem): void;
  /** Opens a picture, or takes what was opened ahead where that is still what is wanted. */
  open(item: PictureItem, model: OpenedModel, side: number | undefined, suppression: Suppression): Opening;
  /**
   * Opens the picture that comes next, as the settings are now, and has its first tile wait at the engine. The one after
   * it is decoded beside its letterboxing.
   */
  openAhead(item: PictureItem, later: PictureItem | undefined, model: OpenedModel): void;
  /** Lets go of what was opened ahead. */
  forget(): void;
}

interface Deps {
  readonly picturesClient: PicturesClient;
  readonly models: Models;
  readonly settings: Settings;
  readonly maps: Maps;
  readonly detect: (model: OpenedModel, request: DetectRequest) => Promise<DetectResult>;
}

/** Opens pictures, the next one while the one before is in the network. */
export function createPictureOpener({ picturesClient, models, settings, maps, detect }: Deps): PictureOpener {
  /** The next picture, which waits at the engine while one is in the network, and what it was opened for. */
  let ahead:
    (Opening & { readonly item: PictureItem; readonly model: OpenedModel; readonly key: string }) | undefined;

  const expected = createExpectedPicture(picturesClient);

  /** What a picture is opened for, besides its model: it has to be opened anew where any of it has changed. */
  const purpose = (side: number | undefined, { iou, agnostic }: Suppression) =>
    [side, settings.slicing.peek(), iou, agnostic].join();

  function forgetAhead(): void {
    void ahead?.source.then((source) => source.close()).catch(() => undefined);
    ahead = undefined;
  }

  function openFor(item: PictureItem, model: OpenedModel, side: number | undefined, key: string): Opening {
    const slicing = settings.slicing.peek();
    const ready = ahead;
    // A model that was opened anew may have been so because of what waited at its engine, or on another one.
    if (ready?.item === item && ready.model === model && ready.key === key) {
      ahead = undefined;
      return ready;
    }
    forgetAhead();
    const source = openSource(picturesClient, item.file, {
      input: inputOptions(model.metadata, side),
      plan: (size) => planPasses(size, maps.frameOf(item, size), slicing, models.selected.peek()?.tileSide),
      decoding: expected.take(item),
    });
    return { source, first: undefined };
  }

  function openAhead(item: PictureItem, later: PictureItem | undefined, model: OpenedModel): void {
    const side = settings.inputSize.peek();
    const suppression = suppressionOf(settings);
    const key = purpose(side, suppression);
    const { source } = openFor(item, model, side, key);
    const first = source.then((opened) => {
      // Asked for first: its file is read by another thread while the tile is letterboxed.
      if (later) expected.decode(later);
      return showTile(opened, 0, { detect: (request) => detect(model, request), suppression });
    });
    // Its failure is told when its turn comes.
    first.catch(() => undefined);
    ahead = { item, model, key, source, first };
  }

  return {
    expect: (item) => expected.decode(item),
    open: (item, model, side, suppression) => openFor(item, model, side, purpose(side, suppression)),
    openAhead,
    forget() {
      forgetAhead();
      void expected.take(undefined);
    },
  };
}

/** As the person has it set now. */
export function suppressionOf(settings: Settings): Suppression {
  const { iou, agnostic } = settings.thresholds.peek();
  return { iou, agnostic };
}
