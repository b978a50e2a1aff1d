import { expect, test } from 'vitest';
import { AppError } from '../shared/errors';
import type { Thumbnail } from '../shared/pictures-api';
import { createPictures } from './pictures';
import { createThumbnails } from './thumbnails';

/** A client whose thumbnails are made when the test says so. */
function client() {
  const asked: string[] = [];
  const waiting: { resolve: (made: Thumbnail) => void; reject: (error: AppError) => void }[] = [];
  return {
    asked,
    makeThumbnail(picture: Blob) {
      asked.push((picture as File).name);
      return new Promise<Thumbnail>((resolve, reject) => waiting.push({ resolve, reject }));
    },
    made: () => waiting.shift()?.resolve({ image: new Blob(), of: { width: 40, height: 30 } }),
    failed: () => waiting.shift()?.reject(new AppError('picture-damaged')),
  };
}

function queue(...names: readonly string[]) {
  const pictures = createPictures();
  pictures.add(names.map((name) => new File([], name)));
  return pictures.items.value;
}

test('one is made at a time, those that went out of view meanwhile not at all', async () => {
  const hand = client();
  const thumbnails = createThumbnails(hand, 1);
  const [a, b, c] = queue('a', 'b', 'c');
  if (!a || !b || !c) throw new Error('there is no queue');
  [a, b, c].forEach((item) => thumbnails.want(item));
  expect(hand.asked).toEqual(['a']);
  thumbnails.unwant(b);
  hand.made();
  await expect.poll(() => hand.asked).toEqual(['a', 'c']);
  expect(a.thumbnail.value).toBeInstanceOf(Blob);
  expect(c.thumbnail.value).toBeUndefined();
  hand.made();
  thumbnails.want(b);
  await expect.poll(() => hand.asked).toEqual(['a', 'c', 'b']);
});

test('a picture is tried once, and its size is taken where nothing else has told it', async () => {
  const hand = client();
  const thumbnails = createThumbnails(hand, 1);
  const [broken, fresh, known] = queue('broken', 'fresh', 'known');
  if (!broken || !fresh || !known) throw new Error('there is no queue');
  known.size.value = { width: 4000, height: 3000 };
  [broken, fresh, known].forEach((item) => thumbnails.want(item));
  hand.failed();
  await expect.poll(() => hand.asked.length).toBe(2);
  hand.made();
  await expect.poll(() => hand.asked.length).toBe(3);
  hand.made();
  await expect.poll(() => known.thumbnail.value).toBeInstanceOf(Blob);
  [broken, fresh, known].forEach((item) => thumbnails.want(item));
  expect(hand.asked).toEqual(['broken', 'fresh', 'known']);
  expect(broken.thumbnail.value).toBeUndefined();
  expect(broken.size.value).toBeUndefined();
  expect(fresh.size.value).toEqual({ width: 40, height: 30 });
  expect(known.size.value).toEqual({ width: 4000, height: 3000 });
});
