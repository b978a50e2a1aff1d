import { AppError } from '../src/shared/errors';
import type { PreparedPicture } from '../src/shared/engine-api';
import { BEGINNING, type HeldPicture, type InputOptions, type PicturesApi } from '../src/shared/pictures-api';
import { transfer } from '../src/shared/rpc';
import type { Tile } from '../src/shared/types';
import { digest } from './bytes/digest';
import { decodePicture } from './pictures/decode-picture';
import { makeThumbnail } from './pictures/make-thumbnail';
import type { Picture } from './pictures/picture';
import { pictureFormat } from './pictures/picture-format';
import { readBeginning, type Beginning } from './pictures/read-beginning';
import { spareBytes } from './pictures/spare-bytes';
import { layOutPicture, placementOf } from './vision/lay-out-picture';
import { letterbox } from './vision/letterbox';

export interface PicturesDeps {
  aliveLock(): Promise<string>;
  /** Milliseconds. */
  now(): number;
}

/** Joins pictures and vision: from a file to the network's input. */
export function createPicturesApi(deps: PicturesDeps): PicturesApi {
  const held = new Map<number, Picture>();
  const spare = spareBytes();
  let nextId = 1;
  let before: Promise<unknown> = Promise.resolve();

  function close(id: number): void {
    held.get(id)?.close();
    held.delete(id);
  }

  async function prepareNow(
    id: number,
    tile: Tile,
    options: InputOptions,
    last: boolean,
    buffer: Uint8Array<ArrayBuffer> | undefined,
  ): Promise<PreparedPicture> {
    const started = deps.now();
    const picture = held.get(id);
    if (!picture) throw new AppError('unexpected', { reason: 'the picture is not open' });
    const layout = layOutPicture(tile, options);
    const length = 3 * layout.input.width * layout.input.height;
    const tensor = buffer?.length === length ? buffer : new Uint8Array(length);
    const take = letterbox(layout, tensor);
    // What rows are made of as they are read is part of the decoding.
    let letterboxing = deps.now() - started;
    await picture.read(tile, (rows) => {
      const from = deps.now();
      take(rows);
      letterboxing += deps.now() - from;
    });
    if (last) close(id);
    const timings = { decode: deps.now() - started - letterboxing, letterbox: letterboxing };
    return transfer({ tensor, placement: placementOf(layout), timings }, [tensor.buffer]);
  }

  async function hold(file: Blob, start: Beginning, started: number): Promise<HeldPicture> {
    // Begun before the bytes are moved, done beside the decoding.
    const beginning = digest(start.head.subarray(0, BEGINNING));
    const picture = await decodePicture(file, start, spare);
    const id = nextId++;
    held.set(id, picture);
    const { width, height } = picture;
    const timings = { decode: deps.now() - started };
    return { id, size: { width, height }, timings, beginning: await beginning };
  }

  return {
    aliveLock: () => deps.aliveLock(),
    async open(file) {
      const started = deps.now();
      return hold(file, await readBeginning(file), started);
    },
    async openUpTo(mostPixels, file) {
      const started = deps.now();
      const start = await readBeginning(file);
      const { width, height } = pictureFormat(start.head).size ?? { width: Infinity, height: Infinity };
      return width * height <= mostPixels ? hold(file, start, started) : undefined;
    },
    prepare(...args) {
      // One after the other, as the rows of all pass through the same memory.
      const job = before.then(() => prepareNow(...args));
      before = job.catch(() => undefined);
      return job;
    },
    close(id) {
      close(id);
      return Promise.resolve();
    },
    makeThumbnail,
  };
}
