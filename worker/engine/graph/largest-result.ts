import { estimateStrides } from './estimate-strides';
import type { Graph } from './read-graph';

/** Side of the picture that estimates of memory and time are of, in pixels. */
const SIDE = 640;

/** How many places there are in each channel of a value, of a square picture of 640; 0 where that is not known. */
export function estimatePlaces(graph: Graph): (value: string) => number {
  const strides = estimateStrides(graph);
  return (value) => (SIDE / (strides.get(value) ?? Infinity)) ** 2;
}

/** How many numbers the largest result of a convolution has, of a square picture of 640: what a run takes at the least. */
export function largestResult(graph: Graph): number {
  const placesOf = estimatePlaces(graph);
  const results = graph.nodes.map(({ operator, inputs: [, kernels = ''], outputs: [output = ''] }) => {
    const channels = operator === 'Conv' ? graph.initializers.get(kernels)?.shape[0] : undefined;
    return (channels ?? 0) * placesOf(output);
  });
  return results.reduce((most, size) => Math.max(most, size), 0);
}
