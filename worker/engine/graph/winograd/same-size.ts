import type { OnnxNode } from '../../onnx/nodes';
import { keepsSize } from './keeps-size';

/**
 * Finds values, NCHW, that are certain to be as high and as wide as each other, whatever the size of the input.
 * @returns for a value the first one that it is known to be as large as, which may be itself
 */
export function sameSize(nodes: readonly OnnxNode[]): (value: string) => string {
  const first = new Map<string, string>();
  const firstOf = (value: string) => first.get(value) ?? value;
  for (const { inputs, outputs, operator, attributes, ...node } of nodes) {
    const [input = '', ...others] = inputs;
    const axis = attributes.find(({ name }) => name === 'axis')?.integer;
    const alike =
      operator === 'QuickGelu' ||
      (operator === 'Conv' && keepsSize({ inputs, outputs, operator, attributes, ...node })) ||
      (operator === 'Add' && others.every((other) => firstOf(other) === firstOf(input))) ||
      ((operator === 'Concat' || operator === 'Split') && axis === 1);
    if (alike) for (const output of outputs) first.set(output, firstOf(input));
  }
  return firstOf;
}
