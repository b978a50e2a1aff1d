import { estimatePlaces } from './estimate-strides';
import type { Graph } from './read-graph';

/** How many numbers the largest result of a convolution has, of a square picture of 640: what a run takes at the least. */
export function largestResult(graph: Graph): number {
  const placesOf = estimatePlaces(graph);
  const results = graph.nodes.map(({ operator, inputs: [, kernels = ''], outputs: [output = ''] }) => {
    const channels = operator === 'Conv' ? graph.initializers.get(kernels)?.shape[0] : undefined;
    return (channels ?? 0) * placesOf(output);
  });
  return results.reduce((most, size) => Math.max(most, size), 0);
}
