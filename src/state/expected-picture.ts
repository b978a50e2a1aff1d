import type { OpenPicture, PicturesClient } from '../client/pictures-client';
import type { PictureItem } from './pictures';

/** Larger ones wait for their turn: what is decoded takes memory meanwhile, and opening a model takes the most of all. */
const MOST_PIXELS = 8_000_000;

/** A picture that is decoded before its turn, while there is something else to wait for. */
export function createExpectedPicture(client: PicturesClient) {
  let expected:
    { readonly item: PictureItem; readonly decoding: Promise<OpenPicture | undefined> } | undefined;

  /** What was decoded, where it was of this picture; of another one it is let go. */
  function take(item: PictureItem | undefined): Promise<OpenPicture | undefined> | undefined {
    const taken = expected;
    expected = undefined;
    if (taken?.item === item) return taken?.decoding;
    void taken?.decoding.then((picture) => picture?.close()).catch(() => undefined);
    return undefined;
  }

  return {
    take,
    decode(item: PictureItem): void {
      void take(undefined);
      const decoding = client.openUpTo(MOST_PIXELS, item.file);
      // Its failure is told when its turn comes.
      decoding.catch(() => undefined);
      expected = { item, decoding };
    },
  };
}
