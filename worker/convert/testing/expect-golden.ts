import { expect } from 'vitest';
import { compareRows, compareSets, type Differences } from './compare-outputs';
import { readFloats, type GoldenCase } from './fixtures';

/** As every onnxruntime gives it. */
export interface Output {
  readonly dims: readonly number[];
  readonly data: unknown;
}

/** Fails unless a network's outputs for the golden input are PyTorch's; tells how far apart they are. */
export function expectGolden(
  golden: GoldenCase,
  outputs: readonly Output[],
  tell: (line: string) => void,
): void {
  expect(outputs.map(({ dims }) => dims)).toEqual(golden.outputs.map(({ shape }) => shape));
  for (const [index, output] of outputs.entries()) {
    const differences = compare(golden, index, output.data as Float32Array);
    tell(`${golden.checkpoint} output${index}: ${JSON.stringify(differences)}`);
    expect(differences.boxes).toBeLessThan(0.05);
    expect(differences.scores).toBeLessThan(1e-4);
  }
}

/** Rows in pixels: the box and, for poses, x and y of each of 17 points, which are followed by their visibility. */
function isPixels(task: string, rows: number): (row: number) => boolean {
  const points = task === 'pose' ? rows - 51 : rows;
  return (row) => row < 4 || (row >= points && (row - points) % 3 !== 2);
}

/** The reference holds a classifier's outputs before the softmax that an Ultralytics export ends with. */
function softmax(logits: Float32Array): Float32Array {
  const powers = logits.map((logit) => Math.exp(logit));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function compare({ task, outputs }: GoldenCase, index: number, actual: Float32Array): Differences {
  const { file = '', shape = [] } = outputs[index] ?? {};
  const expected = readFloats(`golden/${file}`);
  const [, rows = 0, columns = 0] = shape;
  if (task === 'classify') return compareRows(actual, softmax(expected), 1, () => false);
  if (shape.length !== 3) return compareRows(actual, expected, 1, () => false);
  if (columns === 6) {
    const { ties, ...differences } = compareSets(actual, expected);
    expect(ties).toBeLessThan(0.1 * rows);
    return differences;
  }
  return compareRows(actual, expected, columns, isPixels(task, rows));
}
