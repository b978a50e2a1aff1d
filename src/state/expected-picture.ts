import type { OpenPicture, PicturesClient } from '../client/pictures-client';
import type { PictureItem } from './pictures';

/** Larger ones wait: opening a model takes the most memory of all. */
const MOST_PIXELS = 8_000_000;

/** A picture that is decoded while the model is opened that it waits for. */
export function createExpectedPicture(client: PicturesClient) {
  let expected: { readonly item: PictureItem; readonly decoding: Promise<OpenPicture> } | undefined;

  /** What was decoded, where it was of this picture; of another one it is let go. */
  function take(item: PictureItem | undefined): Promise<OpenPicture> | undefined {
    const taken = expected;
    expected = undefined;
    if (taken?.item === item) return taken?.decoding;
    void taken?.decoding.then((picture) => picture.close()).catch(() => undefined);
    return undefined;
  }

  return {
    take,
    /** Begins with a picture, unless it is large or its size is not known yet. */
    decode(item: PictureItem): void {
      void take(undefined);
      const { width, height } = item.size.peek() ?? { width: Infinity, height: Infinity };
      if (width * height > MOST_PIXELS) return;
      const decoding = client.open(item.file);
      // Its failure is told when its turn comes.
      decoding.catch(() => undefined);
      expected = { item, decoding };
    },
  };
}
