import type { Alive } from './alive-lock';
import type { PreparedPicture } from './engine-api';
import type { Size } from './types';

/** How a picture is to lie in the network's input. */
export interface InputOptions {
  /** Height and width the network is asked for, in pixels. */
  readonly target: Size;
  /** Leave out the padding beyond the next multiple of `stride` (the smallest rectangle); else fill `target`. */
  readonly rect: boolean;
  /** Largest stride of the network, in pixels. */
  readonly stride: number;
}

/**
 * What the page may ask of the pictures' worker, which decodes and letterboxes while the engine's runs a network.
 * Rejections are `AppError`s.
 */
export interface PicturesApi extends Alive {
  /**
   * @param picture as the person gave it; a `File` crosses threads by reference
   * @param buffer a tensor that is no longer needed, to be filled again where it has the right size
   */
  prepare(
    picture: Blob,
    options: InputOptions,
    buffer: Float32Array<ArrayBuffer> | undefined,
  ): Promise<PreparedPicture>;
}
