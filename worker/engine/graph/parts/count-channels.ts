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
  for (const { operator, inputs, outputs, attributes } of nodes) {
    const [input = '', kernels = ''] = inputs;
    const [output = ''] = outputs;
    if (operator === 'Conv') {
      const [made, taken] = initializers.get(kernels)?.shape ?? [];
      note(output, made);
      if (!attributes.some(({ name, integer }) => name === 'group' && integer !== 1)) note(input, taken);
    }
    if (operator === 'QuickGelu') note(output, channels.get(input));
    if (operator === 'Add' && channels.get(input) === channels.get(kernels))
      note(output, channels.get(input));
  }
  return channels;
}
