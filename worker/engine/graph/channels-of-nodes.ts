import type { OnnxNode } from '../onnx/nodes';

/** Whether a convolution makes its channels of some of those that it takes. */
export function isGrouped({ attributes }: OnnxNode): boolean {
  return attributes.some(({ name, integer }) => name === 'group' && integer !== 1);
}

/** Whether a `Concat` or `Split` of values NCHW joins or parts their channels. */
export function isAlongChannels({ attributes }: OnnxNode): boolean {
  return attributes.some(({ name, integer }) => name === 'axis' && integer === 1);
}
