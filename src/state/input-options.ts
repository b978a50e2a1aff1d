import type { InputOptions } from '../shared/pictures-api';
import type { ModelMetadata } from '../shared/types';

/** A smaller input than this finds nothing that matters; pixels. */
const LEAST_SIDE = 320;

/**
 * The input a network is asked for: the smallest rectangle where its axes are dynamic, its own square else.
 * @param side longest side in pixels, or undefined for the model's own; ignored by static models
 */
export function inputOptions(
  { dynamic, inputSize, stride }: ModelMetadata,
  side: number | undefined,
): InputOptions {
  const target = dynamic && side !== undefined ? { width: side, height: side } : inputSize;
  return { target, rect: dynamic, stride };
}

/** Longest side of what the network is asked for, in pixels. */
export function longestSide(metadata: ModelMetadata, side: number | undefined): number {
  const { target } = inputOptions(metadata, side);
  return Math.max(target.width, target.height);
}

/**
 * The longest side to try after the engine ran out of memory: two thirds, which takes less than half of the memory,
 * in whole strides. Static models know one size only.
 */
export function smallerSide(metadata: ModelMetadata, side: number | undefined): number | undefined {
  const { dynamic, stride } = metadata;
  if (!dynamic) return side;
  const longest = longestSide(metadata, side);
  const smaller = Math.floor((longest * 2) / 3 / stride) * stride;
  return Math.max(Math.min(LEAST_SIDE, longest), smaller);
}
