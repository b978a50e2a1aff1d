import type { OnnxNode } from '../../onnx/nodes';
import { isAlongChannels } from '../channels-of-nodes';
import { keepsSize } from './keeps-size';

/**
 * Finds values, NCHW, that are certain to be as high and as wide as each other, whatever the size of the input.
 * @returns for a value the first one that it is known to be as large as, which may be itself
 */
export function sameSize(nodes: readonly OnnxNode[]): (value: string) => string {
  const first = new Map<string, string>();
  const firstOf = (value: string) => first.get(value) ?? value;
  for (const node of nodes) {
    const like = firstOf(node.inputs[0] ?? '');
    if (!isAlike(node, (input) => firstOf(input) === like)) continue;
    for (const output of node.outputs) first.set(output, like);
  }
  return firstOf;
}

/** Whether a node's results are as large as its first input. */
function isAlike(node: OnnxNode, isSoLarge: (input: string) => boolean): boolean {
  switch (node.operator) {
    case 'QuickGelu':
      return true;
    case 'Conv':
      return keepsSize(node);
    case 'Add':
      return node.inputs.every(isSoLarge);
    case 'Concat':
    case 'Split':
      return isAlongChannels(node);
    default:
      return false;
  }
}
