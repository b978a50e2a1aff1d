import type { OnnxNode } from '../../onnx/nodes';
import { isGrouped } from '../channels-of-nodes';

/** Whether a convolution of 1 x 1 or 3 x 3 has a result for each value of its input, each of them its own. */
export function keepsSize(node: OnnxNode): boolean {
  const said = new Map(node.attributes.map((attribute) => [attribute.name, attribute]));
  const pads = said.get('pads')?.integers?.join() ?? '0,0,0,0';
  const kernel = said.get('kernel_shape')?.integers?.join();
  return (
    ((kernel === '3,3' && pads === '1,1,1,1') || (kernel === '1,1' && pads === '0,0,0,0')) &&
    !isGrouped(node) &&
    ['strides', 'dilations'].every((name) => (said.get(name)?.integers?.join() ?? '1,1') === '1,1') &&
    !said.has('auto_pad')
  );
}
