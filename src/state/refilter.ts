import { effect } from '@preact/signals';
import type { EngineClient } from '../client/engine-client';
import type { Thresholds } from '../shared/types';
import type { PictureItem, Pictures } from './pictures';
import type { Settings } from './settings';
import { isSuppressedWith, suppressAnew } from './suppress-anew';

/**
 * Keeps what is shown in step with the overlap threshold: suppresses anew, from the kept candidates and without
 * running the network, the picture in view first and then the others. A newer setting overtakes an older one.
 * Returns a function that stops it.
 */
export function refilterOnChange(
  engine: EngineClient,
  pictures: Pictures,
  settings: Settings,
  restored: () => number,
): () => void {
  let newest = 0;
  return effect(() => {
    const { iou, agnostic } = settings.thresholds.value;
    const shown = pictures.selected.value;
    const items = pictures.items.value;
    // Results of an earlier visit come as they were suppressed then.
    restored();
    const mine = ++newest;
    void refilterAll([...(shown ? [shown] : []), ...items], { iou, agnostic }, () => mine === newest);
  });

  async function refilterAll(
    items: readonly PictureItem[],
    suppression: Pick<Thresholds, 'iou' | 'agnostic'>,
    isNewest: () => boolean,
  ): Promise<void> {
    for (const item of items) {
      const status = item.status.peek();
      if (status.kind !== 'done') continue;
      if (isSuppressedWith(status.result, suppression)) continue;
      const result = await suppressAnew(engine, status.result, suppression).catch(() => undefined);
      if (!isNewest()) return;
      if (result && item.status.peek() === status) item.status.value = { kind: 'done', result };
    }
  }
}
