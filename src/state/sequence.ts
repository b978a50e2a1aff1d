import { computed, type ReadonlySignal } from '@preact/signals';
import { dustyArea, type DustyArea } from '../maps/dusty-area';
import { linkTracks, type StormTracks } from '../maps/link-tracks';
import type { MapFrame } from '../maps/map-frame';
import { orderSols, type SolOfMap } from '../maps/order-sols';
import { readSolName } from '../maps/read-sol-name';
import type { SolStorm } from '../maps/sol-storm';
import { stormGeometry } from '../maps/storm-geometry';
import type { Detection } from '../shared/types';
import type { Maps } from './maps';
import { paced } from './paced';
import { perItem } from './per-item';
import type { PictureItem, PictureResult, Pictures } from './pictures';
import type { Settings } from './settings';
import { shownDetections } from './shown-detections';

/** A map of the queue in its sequence. */
export interface SequenceMap {
  readonly item: PictureItem;
  readonly place: SolOfMap;
}

/** What is known of the storms of all maps that are done. */
export interface LinkedStorms extends StormTracks {
  /** Visible detections, map after map; tracks and links hold indices of this list. */
  readonly storms: readonly SolStorm[];
  /** What each storm was detected as. */
  readonly origins: readonly { readonly item: PictureItem; readonly detection: Detection }[];
  readonly dustyArea: readonly DustyArea[];
  /** Id of the track that a detection, the very object, belongs to. */
  trackOf(detection: Detection): number | undefined;
}

/** The maps of the queue as sols of one sequence. */
export interface Sequence {
  /** By sol; empty where there are fewer than two. */
  readonly maps: ReadonlySignal<readonly SequenceMap[]>;
  readonly linked: ReadonlySignal<LinkedStorms>;
  placeOf(item: PictureItem): SolOfMap | undefined;
  /** Selects the map `step` places on in the sequence; the first where a picture is in view that is none of it. */
  move(step: number): void;
}

interface Deps {
  readonly pictures: Pictures;
  readonly settings: Pick<Settings, 'thresholds'>;
  readonly maps: Pick<Maps, 'frameOf' | 'hideSmall'>;
  /** Whether pictures are run, and done one after the other. */
  readonly busy: ReadonlySignal<boolean>;
}

interface DoneMap extends SequenceMap {
  readonly result: PictureResult;
}

/**
 * Maps that wait for the network have their place too, so that sols are not counted anew while a run goes on. Until the
 * size of such a picture is known its name tells whether it is a map of a sol.
 */
export function createSequence({ pictures, settings, maps, busy }: Deps): Sequence {
  const isMapped = perItem((item) => isMap(item, maps));
  const ordered = stable(
    computed(() => {
      const items = pictures.items.value.filter(isMapped);
      if (items.length < 2) return [];
      return orderSols(items.map(({ name }) => name)).flatMap((place): SequenceMap[] => {
        const item = items[place.index];
        return item ? [{ item, place }] : [];
      });
    }),
    (a, b) => a.item === b.item && a.place.sol === b.place.sol,
  );
  const done = paced(
    stable(
      computed(() =>
        ordered.value.flatMap(({ item, place }): DoneMap[] => {
          const status = item.status.value;
          return status.kind === 'done' ? [{ item, place, result: status.result }] : [];
        }),
      ),
      (a, b) => a.result === b.result && a.place.sol === b.place.sol,
    ),
    busy,
  );
  const linked = computed(() => {
    const thresholds = settings.thresholds.value;
    return link(
      done.value.map(({ item, place, result }) => ({
        item,
        sol: place.sol,
        frame: maps.frameOf(item, result.picture),
        detections: shownDetections(item, result, thresholds, maps),
      })),
    );
  });
  return {
    maps: ordered,
    linked,
    placeOf: (item) => ordered.value.find((map) => map.item === item)?.place,
    move(step) {
      const list = ordered.peek();
      const from = list.findIndex(({ item }) => item === pictures.selected.peek());
      const to = from < 0 ? 0 : Math.min(Math.max(from + step, 0), list.length - 1);
      const next = list[to];
      if (next) pictures.select(next.item.id);
    },
  };
}

function isMap(
  item: PictureItem,
  maps: { frameOf: (item: PictureItem, size: PictureResult['picture']) => MapFrame | undefined },
): boolean {
  const status = item.status.value;
  if (status.kind === 'failed') return false;
  const size = status.kind === 'done' ? status.result.picture : item.size.value;
  return size ? maps.frameOf(item, size) !== undefined : readSolName(item.name) !== undefined;
}

interface StormsOfMap {
  readonly item: PictureItem;
  readonly sol: number;
  readonly frame: MapFrame | undefined;
  readonly detections: readonly Detection[];
}

function link(maps: readonly StormsOfMap[]): LinkedStorms {
  const found = maps.flatMap(({ item, sol, frame, detections }) =>
    detections.flatMap((detection) => {
      const { box, classId } = detection;
      return frame ? [{ item, detection, storm: { ...stormGeometry(frame, box), sol, classId } }] : [];
    }),
  );
  const storms: readonly SolStorm[] = found.map(({ storm }) => storm);
  const sols = maps.map(({ sol }) => sol);
  const linked = linkTracks(storms, sols);
  const trackOf = new Map(
    linked.tracks.flatMap(({ id, storms: own }) => own.map((storm) => [found[storm]?.detection, id])),
  );
  return {
    ...linked,
    storms,
    origins: found,
    dustyArea: dustyArea(storms, sols),
    trackOf: (detection) => trackOf.get(detection),
  };
}

/** The same list for as long as nothing in it differs, so that what is made of it need not be made again. */
function stable<T>(
  list: ReadonlySignal<readonly T[]>,
  same: (a: T, b: T) => boolean,
): ReadonlySignal<readonly T[]> {
  let last: readonly T[] = [];
  return computed(() => {
    const next = list.value;
    const unchanged = next.length === last.length && next.every((entry, i) => same(entry, last[i] as T));
    if (!unchanged) last = next;
    return last;
  });
}
