import { signal, type ReadonlySignal } from '@preact/signals';
import { localMemory } from '../client/local-memory';
import { findWorldFile } from '../maps/find-world-file';
import { DEFAULT_CONVENTION } from '../maps/longitude-convention';
import type { MapExtent, MapFrame } from '../maps/map-frame';
import { namePattern } from '../maps/name-pattern';
import { parseWorldFile, type WorldFileFault } from '../maps/parse-world-file';
import { proposeExtent } from '../maps/propose-extent';
import type { Size } from '../shared/types';
import { readRemembered, writeRemembered, type MapSetting } from './remembered-maps';

/** Key of what is remembered in the browser's storage. */
const KEY = 'maps';
/** What the fields show before anything is known of a map. */
const GLOBE: MapExtent = { west: -180, east: 180, north: 90, south: -90 };
/** Bytes that are read of a world file; a real one has about a hundred. */
const WORLD_FILE_BYTES = 4_096;

interface Named {
  readonly name: string;
}

/** What is known of a picture as a map, and how. */
export interface KnownMap extends MapSetting {
  readonly source: 'nothing' | 'shape' | 'memory' | 'world-file';
  /** The world file that came with it; with a fault it is not used. */
  readonly worldFile?: { readonly name: string; readonly fault: WorldFileFault | undefined };
}

export interface Maps {
  /** What holds for a picture of this name and size: its world file, what the person said, what its shape suggests. */
  settingOf(item: Named, size: Size): KnownMap;
  /** Where on the planet a picture lies; undefined where it is no map. */
  frameOf(item: Named, size: Size): MapFrame | undefined;
  /** What the person says; remembered for all names of the pattern, and stronger than a world file from then on. */
  set(item: Named, size: Size, change: Partial<MapSetting>): void;
  /** Reads a world file, for pictures of its name that are there or come later. */
  addWorldFile(file: File): Promise<void>;
  readonly graticule: ReadonlySignal<boolean>;
  showGraticule(show: boolean): void;
  /** Storms too small for the Mars Dust Activity Database are left out wherever detections are shown. */
  readonly hideSmall: ReadonlySignal<boolean>;
  setHideSmall(hide: boolean): void;
}

/**
 * Which pictures are maps, and of where.
 * @param regions names of pictures that look like maps of the whole planet and are none, until somebody says otherwise
 */
export function createMaps(regions: ReadonlySet<string> = new Set()): Maps {
  const remembered = signal(readRemembered(localMemory.read(KEY)));
  /** Texts by file name. */
  const worldFiles = signal<ReadonlyMap<string, string>>(new Map());
  const graticule = signal(true);
  const hideSmall = signal(false);
  const worldFileOf = ({ name }: Named) => findWorldFile(name, [...worldFiles.value.keys()]);

  function withoutWorldFile({ name }: Named, size: Size): KnownMap {
    const own = remembered.value.get(namePattern(name));
    if (own) return { ...own, source: 'memory' };
    const proposed = regions.has(name) ? undefined : proposeExtent(size);
    return {
      isMap: proposed !== undefined,
      extent: proposed ?? GLOBE,
      convention: DEFAULT_CONVENTION,
      source: proposed ? 'shape' : 'nothing',
    };
  }

  function settingOf(item: Named, size: Size): KnownMap {
    const known = withoutWorldFile(item, size);
    const name = worldFileOf(item);
    if (name === undefined) return known;
    const parsed = parseWorldFile(worldFiles.value.get(name) ?? '', size);
    if (!parsed.ok) return { ...known, worldFile: { name, fault: parsed.fault } };
    const { extent } = parsed;
    return { ...known, isMap: true, extent, source: 'world-file', worldFile: { name, fault: undefined } };
  }

  function forgetWorldFile(item: Named): void {
    const next = new Map(worldFiles.value);
    next.delete(worldFileOf(item) ?? '');
    worldFiles.value = next;
  }

  return {
    settingOf,
    frameOf(item, size) {
      const { isMap, extent } = settingOf(item, size);
      return isMap ? { ...extent, picture: size } : undefined;
    },
    set(item, size, change) {
      const { isMap, extent, convention } = { ...settingOf(item, size), ...change };
      const next = new Map(remembered.value);
      const pattern = namePattern(item.name);
      // Last in the order, since it is the newest.
      next.delete(pattern);
      next.set(pattern, { isMap, extent, convention });
      remembered.value = next;
      localMemory.write(KEY, writeRemembered(next));
      if (change.extent || change.isMap !== undefined) forgetWorldFile(item);
    },
    async addWorldFile(file) {
      const text = await file.slice(0, WORLD_FILE_BYTES).text();
      worldFiles.value = new Map(worldFiles.value).set(file.name, text);
    },
    graticule,
    showGraticule(show) {
      graticule.value = show;
    },
    hideSmall,
    setHideSmall(hide) {
      hideSmall.value = hide;
    },
  };
}
