import { anchorFreeHead } from './anchor-free-head';
import { endToEndHead } from './end-to-end-head';
import type { Head } from './head';

/**
 * The layout of an output of this shape, or undefined where no known detector answers so.
 * `[1, 6, N]` with two classes and `[1, N, 6]` are told apart by the class names; without names the last axis decides,
 * since a channel-major head has hundreds of columns.
 */
export function findHead(shape: readonly number[], classNames: number | undefined): Head | undefined {
  const anchorFree = anchorFreeHead.classCount(shape);
  if (classNames !== undefined && anchorFree === classNames && shape[2] !== 6) return anchorFreeHead;
  if (endToEndHead.classCount(shape) !== undefined) return endToEndHead;
  if (classNames !== undefined && anchorFree !== classNames) return undefined;
  return anchorFree === undefined ? undefined : anchorFreeHead;
}
