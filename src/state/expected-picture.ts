import { effect } from '@preact/signals';
import type { OpenPicture, PicturesClient } from '../client/pictures-client';
import type { PictureItem } from './pictures';

/** Larger ones wait: opening a model takes the most memory of all. */
const MOST_PIXELS = 8_000_000;

interface Expected {
  readonly item: PictureItem;
  /** Undefined until the picture's size is known, and where that is large. */
  decoding: Promise<OpenPicture> | undefined;
  /** No longer waits for the size. */
  stop: () => void;
}

/** A picture that is decoded while the model is opened that it waits for. */
export function createExpectedPicture(client: PicturesClient) {
  let expected: Expected | undefined;

  /** What was decoded, where it was of this picture; of another one it is let go. */
  function take(item: PictureItem | undefined): Promise<OpenPicture> | undefined {
    const taken = expected;
    expected = undefined;
    taken?.stop();
    if (taken?.item === item) return taken?.decoding;
    void taken?.decoding?.then((picture) => picture.close()).catch(() => undefined);
    return undefined;
  }

  return {
    take,
    /** Begins with a picture as soon as its size is known, unless it is large. */
    decode(item: PictureItem): void {
      void take(undefined);
      const mine: Expected = { item, decoding: undefined, stop: () => undefined };
      mine.stop = effect(() => {
        const { width, height } = item.size.value ?? { width: Infinity, height: Infinity };
        if (mine.decoding || width * height > MOST_PIXELS) return;
        mine.decoding = client.open(item.file);
        // Its failure is told when its turn comes.
        mine.decoding.catch(() => undefined);
      });
      expected = mine;
    },
  };
}
