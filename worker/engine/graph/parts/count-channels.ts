import { isGrouped } from '../channels-of-nodes';
import type { Graph } from '../read-graph';

/**
 * How many channels values have, as far as the kernels say of convolutions that make or take them, and through what keeps
 * their number.
 */
export function countChannels({ nodes, initializers }: Graph): ReadonlyMap<string, number> {
  const channels = new Map<string, number>();
  const note = (value: string, count: number | undefined) => {
    if (count !== undefined && Number.isInteger(count)) channels.set(value, count);
  };
  for (const node of nodes) {
    const { operator, inputs, outputs } = node;
    const [first = '', second = ''] = inputs;
    const [output = ''] = outputs;
    const count = channels.get(first);
    if (operator === 'Conv') {
      const [made, taken] = initializers.get(second)?.shape ?? [];
      note(output, made);
      if (!isGrouped(node)) note(first, taken);
    } else if (operator === 'QuickGelu') note(output, count);
    else if (operator === 'Add' && channels.get(second) === count) note(output, count);
  }
  return channels;
}
