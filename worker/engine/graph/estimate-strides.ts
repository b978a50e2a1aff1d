import type { Graph } from './read-graph';

/** Side of the picture that estimates of memory and time are of, in pixels. */
const SIDE = 640;

/**
 * How many pixels of the input there are, in each direction, to a value of each picture in the graph: as convolutions and
 * pools say, a `Resize` taken for the doubling that it is in detectors. Good for estimates.
 */
export function estimateStrides({ nodes, inputs }: Graph): ReadonlyMap<string, number> {
  const strides = new Map<string, number>(inputs.map(({ name }) => [name, 1]));
  for (const { operator, inputs, outputs, attributes } of nodes) {
    const before = inputs.map((input) => strides.get(input)).find((stride) => stride !== undefined);
    if (before === undefined) continue;
    const step = attributes.find(({ name }) => name === 'strides')?.integers?.[0] ?? 1;
    for (const output of outputs) strides.set(output, operator === 'Resize' ? before / 2 : before * step);
  }
  return strides;
}

/** How many places there are in each channel of a value, of a square picture of 640; 0 where that is not known. */
export function estimatePlaces(graph: Graph): (value: string) => number {
  const strides = estimateStrides(graph);
  return (value) => (SIDE / (strides.get(value) ?? Infinity)) ** 2;
}
