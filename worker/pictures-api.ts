import { AppError } from '../src/shared/errors';
import type { PicturesApi } from '../src/shared/pictures-api';
import { transfer } from '../src/shared/rpc';
import type { Tile } from '../src/shared/types';
import { decodePicture } from './pictures/decode-picture';
import type { Picture } from './pictures/picture';
import { spareBytes } from './pictures/spare-bytes';
import { cropTile } from './vision/crop-tile';
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
  const buffers = { pixels: spareBytes(), planes: spareBytes() };
  let nextId = 1;
  /** Pixels of one tile, used again for the next. */
  let pixels = new Uint8ClampedArray(0);

  function pixelsOf(picture: Picture, tile: Tile): Uint8ClampedArray {
    if (tile.width === picture.width && tile.height === picture.height && tile.x === 0) return picture.pixels;
    const length = tile.width * tile.height * 4;
    if (pixels.length !== length) pixels = new Uint8ClampedArray(length);
    cropTile(picture.pixels, picture, tile, pixels);
    return pixels;
  }

  return {
    aliveLock: () => deps.aliveLock(),
    async open(file) {
      const started = deps.now();
      const picture = await decodePicture(file, buffers);
      const id = nextId++;
      held.set(id, picture);
      const { width, height } = picture;
      return { id, size: { width, height }, timings: { decode: deps.now() - started } };
    },
    prepare(id, tile, options, buffer) {
      const started = deps.now();
      const picture = held.get(id);
      if (!picture) throw new AppError('unexpected', { reason: 'the picture is not open' });
      const layout = layOutPicture(tile, options);
      const length = 3 * layout.input.width * layout.input.height;
      const tensor = buffer?.length === length ? buffer : new Uint8Array(length);
      letterbox(pixelsOf(picture, tile), layout, tensor);
      const timings = { letterbox: deps.now() - started };
      return Promise.resolve(transfer({ tensor, placement: placementOf(layout), timings }, [tensor.buffer]));
    },
    close(id) {
      const picture = held.get(id);
      if (picture) buffers.pixels.give(picture.pixels);
      held.delete(id);
      return Promise.resolve();
    },
  };
}
