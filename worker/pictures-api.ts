import type { PicturesApi } from '../src/shared/pictures-api';
import { transfer } from '../src/shared/rpc';
import { decodePicture } from './pictures/decode-picture';
import { layOutPicture, placementOf } from './vision/lay-out-picture';
import { letterbox } from './vision/letterbox';

export interface PicturesDeps {
  aliveLock(): Promise<string>;
  /** Milliseconds. */
  now(): number;
}

/** Joins pictures and vision: from a file to the network's input. */
export function createPicturesApi(deps: PicturesDeps): PicturesApi {
  return {
    aliveLock: () => deps.aliveLock(),
    async prepare(picture, options, buffer) {
      const started = deps.now();
      const decoded = await decodePicture(picture);
      const afterDecode = deps.now();
      const layout = layOutPicture(decoded, options);
      const length = 3 * layout.input.width * layout.input.height;
      const tensor = buffer?.length === length ? buffer : new Float32Array(length);
      letterbox(decoded.pixels, layout, tensor);
      const timings = { decode: afterDecode - started, letterbox: deps.now() - afterDecode };
      return transfer({ tensor, placement: placementOf(layout), timings }, [tensor.buffer]);
    },
  };
}
