import { signal, type ReadonlySignal } from '@preact/signals';
import { localMemory } from '../client/local-memory';
import { DEFAULT_CONVENTION } from '../maps/longitude-convention';
import type { MapExtent, MapFrame } from '../maps/map-frame';
import { proposeExtent } from '../maps/propose-extent';
import type { Size } from '../shared/types';
import { namePattern, readRemembered, writeRemembered, type MapSetting } from './remembered-maps';

const KEY = 'maps';
/** What the fields show before anything is known of a map. */
const GLOBE: MapExtent = { west: -180, east: 180, north: 90, south: -90 };

interface Named {
  readonly name: string;
}

/** How a map came by its extent. */
export type MapSource = 'nothing' | 'shape' | 'memory';

export interface Maps {
  /** What holds for a picture of this name and size: what the person said, else what its shape suggests. */
  settingOf(item: Named, size: Size): MapSetting & { readonly source: MapSource };
  /** Where on the planet a picture lies; undefined where it is no map. */
  frameOf(item: Named, size: Size): MapFrame | undefined;
  /** What the person says; remembered for all names of the pattern. */
  set(item: Named, size: Size, change: Partial<MapSetting>): void;
  readonly graticule: ReadonlySignal<boolean>;
  showGraticule(show: boolean): void;
}

/** Which pictures are maps, and of where. */
export function createMaps(): Maps {
  const remembered = signal(readRemembered(localMemory.read(KEY)));
  const graticule = signal(true);

  const settingOf: Maps['settingOf'] = ({ name }, size) => {
    const own = remembered.value.get(namePattern(name));
    if (own) return { ...own, source: 'memory' };
    const proposed = proposeExtent(size);
    return {
      isMap: proposed !== undefined,
      extent: proposed ?? GLOBE,
      convention: DEFAULT_CONVENTION,
      source: proposed ? 'shape' : 'nothing',
    };
  };

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
    },
    graticule,
    showGraticule(show) {
      graticule.value = show;
    },
  };
}
