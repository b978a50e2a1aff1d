import type { ModelMetadata, Size } from '../../src/shared/types';
import { parseClassNames } from './parse-class-names';

/** What Ultralytics assumes where a model does not say. */
const DEFAULT_STRIDE = 32;
const DEFAULT_SIDE = 640;
/** Sides a network may sensibly be asked for, in pixels; a broken file may claim anything. */
const SIDE = { min: 32, max: 4096 };

/**
 * Joins what the file says of itself (`properties`, as Ultralytics writes them) with the shape of its input,
 * `[batch, 3, height, width]`, where a string is a dynamic axis.
 */
export function describeModel(
  properties: ReadonlyMap<string, string>,
  inputShape: readonly (number | string)[],
): ModelMetadata & { readonly namesKnown: boolean } {
  const names = parseClassNames(properties.get('names') ?? '');
  const height = inputShape[2];
  const width = inputShape[3];
  const fixed = typeof height === 'number' && typeof width === 'number' && height > 0 && width > 0;
  return {
    task: properties.get('task') ?? 'detect',
    names: names ?? [],
    namesKnown: names !== undefined,
    inputSize: fixed ? { width, height } : parseInputSize(properties.get('imgsz')),
    stride: parseSide(properties.get('stride'), { min: 1, max: 256 }) ?? DEFAULT_STRIDE,
    dynamic: !fixed,
    description: properties.get('description'),
    license: properties.get('license'),
  };
}

/** `[640, 480]` (height, width) or `640`. */
function parseInputSize(text = ''): Size {
  const [height, width = height] = text.match(/\d+/g) ?? [];
  return {
    height: parseSide(height, SIDE) ?? DEFAULT_SIDE,
    width: parseSide(width, SIDE) ?? DEFAULT_SIDE,
  };
}

function parseSide(text: string | undefined, range: { min: number; max: number }): number | undefined {
  const value = Number(text);
  return Number.isInteger(value) && value >= range.min && value <= range.max ? value : undefined;
}
