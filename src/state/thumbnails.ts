import type { PicturesClient } from '../client/pictures-client';
import type { PictureItem } from './pictures';

/** As large as they are shown, in CSS pixels. */
const SHOWN = { width: 114, height: 72 };
/** Finer ones look no better. */
const MOST_PIXEL_RATIO = 2;

/** Makes small pictures of those that are in view. */
export interface Thumbnails {
  /** Makes one, unless that was tried before, after those that were wanted earlier. */
  want(item: PictureItem): void;
  /** It is out of view: there is no need of it any more. */
  unwant(item: PictureItem): void;
}

/**
 * The browser would make them, too, but holds on to what it decodes for them, half a megabyte a picture, long after the
 * picture is gone.
 * @param pixelRatio of the screen: its pixels a CSS pixel
 */
export function createThumbnails(
  client: Pick<PicturesClient, 'makeThumbnail'>,
  pixelRatio: number,
): Thumbnails {
  const wanted = new Set<PictureItem>();
  const tried = new WeakSet<PictureItem>();
  let busy = false;
  const ratio = Math.min(Math.ceil(pixelRatio), MOST_PIXEL_RATIO);
  const box = { width: SHOWN.width * ratio, height: SHOWN.height * ratio };

  /** One at a time: a picture that is decoded takes memory, and pictures that are run need the cores. */
  async function makeAll(): Promise<void> {
    busy = true;
    for (const item of wanted) {
      wanted.delete(item);
      tried.add(item);
      // What is wrong with a picture is told when it is run.
      const made = await client.makeThumbnail(item.file, box).catch(() => undefined);
      item.thumbnail.value = made?.image;
      item.size.value ??= made?.of;
    }
    busy = false;
  }

  return {
    want(item) {
      if (tried.has(item)) return;
      wanted.add(item);
      if (!busy) void makeAll();
    },
    unwant: (item) => void wanted.delete(item),
  };
}
