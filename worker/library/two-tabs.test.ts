import { describe, expect, it } from 'vitest';
import { isAbort } from '../../src/shared/errors';
import { soloTab, type TabLink } from '../store/tab-link';
import type { TabMessage } from './library-deps';
import { FILE, hub, open, RANGE } from './testing/library-scene';

/** Tabs of one browser: a lock and a channel in common. */
function linkTabs(): () => TabLink<TabMessage> {
  const locks = soloTab<TabMessage>();
  const listeners: ((message: TabMessage) => void)[] = [];
  return () => {
    let own: (message: TabMessage) => void = () => undefined;
    return {
      ...locks,
      tell: (message) =>
        listeners.filter((other) => other !== own).forEach((other) => other(structuredClone(message))),
      listen: (listener) => listeners.push((own = listener)),
    };
  };
}

describe('two tabs', () => {
  it('download once, and both see the progress', async () => {
    const tab = linkTabs();
    const one = await open({ tabs: tab() });
    const two = await open({ tabs: tab() });
    await one.library.add(FILE);
    hub.requests.length = 0;
    await Promise.all([one.library.download(FILE), two.library.download(FILE)]);
    expect(hub.requests.filter(({ to }) => to === 'storage')).toHaveLength(6);
    for (const { events } of [one, two]) {
      expect(events.some(({ kind }) => kind === 'progress')).toBe(true);
    }
    for (const { library } of [one, two]) {
      expect((await library.models())[0]).toMatchObject({ state: 'kept', progress: undefined });
    }
  });

  it('see that a download of another has ended', async () => {
    const tab = linkTabs();
    const one = await open({ tabs: tab() });
    const two = await open({ tabs: tab() });
    await one.library.add(FILE);
    await one.library.download(FILE);
    expect(two.events.some(({ kind }) => kind === 'progress')).toBe(true);
    await expect
      .poll(() => two.events.findLast(({ kind }) => kind === 'models'))
      .toMatchObject({ models: [{ state: 'kept', progress: undefined }] });
  });

  it('cancel each other', async () => {
    const tab = linkTabs();
    const one = await open({ tabs: tab() });
    const two = await open({ tabs: tab() });
    await one.library.add(FILE);
    hub.faults.add(FILE, { kind: 'stall', after: 100, skip: 1 });
    const failed = expect(one.library.download(FILE)).rejects.toSatisfy(isAbort);
    await expect.poll(async () => (await two.library.models())[0]?.progress).toBeDefined();
    await expect.poll(async () => (await two.library.models())[0]?.received).toBe(RANGE);
    await two.library.cancel(FILE);
    await failed;
    await expect.poll(async () => (await two.library.models())[0]?.progress).toBeUndefined();
  });
});
