import type { RuntimeName } from '../shared/engine-api';
import { delay } from './delay';
import { localMemory } from './local-memory';

const KEY = 'engine-rehearsed';
/** Until what was optimized last is surely written down; milliseconds. */
const WRITTEN_AFTER_MS = 3000;

/** Its plain name tells the major version alone, and each version has compiled code of its own. */
interface NavigatorWithData {
  readonly userAgentData?: {
    getHighEntropyValues(hints: readonly string[]): Promise<{ readonly fullVersionList?: unknown }>;
  };
}

/**
 * Lets the engine rehearse once in each version of the browser and of this site: what a browser has written down of its
 * compiled runtime serves all later visits. A visit that ends before that does not count.
 */
export function createRehearsals() {
  let begun = false;

  /** @param rehearse whether there was anything to be kept */
  return async (runtime: RuntimeName, rehearse: () => Promise<boolean>): Promise<void> => {
    // A browser writes once a visit.
    if (begun) return;
    begun = true;
    const name = [await browserVersion(), __APP_VERSION__, runtime].join('|');
    if (localMemory.read(KEY) === name || !(await rehearse())) return;
    await delay(WRITTEN_AFTER_MS);
    localMemory.write(KEY, name);
  };
}

async function browserVersion(): Promise<string> {
  const { userAgentData } = navigator as NavigatorWithData;
  const { fullVersionList } = (await userAgentData?.getHighEntropyValues(['fullVersionList'])) ?? {};
  return JSON.stringify(fullVersionList ?? navigator.userAgent);
}
