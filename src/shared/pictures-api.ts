import type { Alive } from './alive-lock';
import type { PreparedPicture } from './engine-api';
import type { Size, Tile, Timings } from './types';

/** How a picture is to lie in the network's input. */
export interface InputOptions {
  /** Height and width the network is asked for, in pixels. */
  readonly target: Size;
  /** Leave out the padding beyond the next multiple of `stride` (the smallest rectangle); else fill `target`. */
  readonly rect: boolean;
  /** Largest stride of the network, in pixels. */
  readonly stride: number;
}

/** Bytes that a file is told apart by from others of its name, length and date. */
export const BEGINNING = 65_536;

/** A decoded picture that the worker holds. */
export interface HeldPicture {
  readonly id: number;
  readonly size: Size;
  readonly timings: Pick<Timings, 'decode'>;
  /** SHA-256 of the first `BEGINNING` bytes of its file, as 64 hex digits; undefined on insecure pages. */
  readonly beginning: string | undefined;
}

/** A picture made small. */
export interface Thumbnail {
  /** JPEG. */
  readonly image: Blob;
  /** Of the picture, in pixels as it is seen; undefined where its head does not tell. */
  readonly of: Size | undefined;
}

/**
 * What the page may ask of the pictures' worker, which decodes and letterboxes while the engine's runs a network.
 * Rejections are `AppError`s.
 */
export interface PicturesApi extends Alive {
  /** Decodes a picture as the person gave it (a `File` crosses threads by reference) and holds its pixels. */
  open(picture: Blob): Promise<HeldPicture>;
  /** The same, but undefined where it has more than `mostPixels`, or its head does not tell how many. */
  openUpTo(mostPixels: number, picture: Blob): Promise<HeldPicture | undefined>;
  /**
   * Letterboxes a tile of a held picture; the whole picture is a tile too.
   * @param last frees its pixels, as `close` does
   * @param buffer a tensor that is no longer needed, to be filled again where it has the right size
   */
  prepare(
    id: number,
    tile: Tile,
    options: InputOptions,
    last: boolean,
    buffer: Uint8Array<ArrayBuffer> | undefined,
  ): Promise<PreparedPicture>;
  /** Frees the pixels of a held picture. */
  close(id: number): Promise<void>;
  /** Makes a picture small: its middle, so that it fills `box`, in pixels. */
  makeThumbnail(picture: Blob, box: Size): Promise<Thumbnail>;
}
