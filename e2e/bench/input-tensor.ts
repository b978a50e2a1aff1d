import sharp from 'sharp';
import type { Size } from '../../src/shared/types';
import { layOutPicture } from '../../worker/vision/lay-out-picture';
import { letterbox } from '../../worker/vision/letterbox';

/** What the network is to see of this picture: float32 of 0 to 1, `[1, 3, height, width]`. */
export async function inputTensor(picture: Buffer, input: Size): Promise<Float32Array<ArrayBuffer>> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const layout = layOutPicture(info, { target: input, rect: false, stride: 32 });
  const levels = new Uint8Array(3 * input.width * input.height);
  letterbox(layout, levels)(data);
  return Float32Array.from(levels, (level) => level / 255);
}
