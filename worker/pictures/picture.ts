import type { Size } from '../../src/shared/types';

/** A decoded picture, as it is seen: EXIF orientation applied. */
export interface Picture extends Size {
  /** RGBA, `width * height * 4` bytes. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}
