import type { Product, Step } from './constant-steps';
import type { OnnxField } from '../onnx/onnx-fields';
import { FLOAT, FLOAT16 } from '../onnx/onnx-schema';
import type { WeightTensor } from './weight-tensor';

/** What the nodes after a tensor of weights make of it. */
export interface Followed {
  readonly name: string;
  readonly type: number;
  /** Factors of its parts along the first axis, one for each. */
  readonly scale: Float32Array<ArrayBuffer> | undefined;
  /** What nothing needs any more: these nodes, and the initializer of the factors. */
  readonly spared: readonly OnnxField[];
}

/**
 * Follows weights through casts and a product with a factor for each output channel, as far as the bits of the result
 * are certain: a half is widened exactly, and a product of singles is the exact one, rounded once.
 *
 * @param tensors the initializers by name
 */
export function followSteps(
  bytes: Uint8Array,
  weights: WeightTensor,
  steps: ReadonlyMap<string, Step>,
  tensors: ReadonlyMap<string, WeightTensor>,
): Followed {
  let { name, type } = weights;
  let scale: Followed['scale'];
  const spared: OnnxField[] = [];
  // A name is made once in a valid graph; the count keeps an invalid one from going round for ever.
  for (let count = 0; count < steps.size; count++) {
    const step = steps.get(name);
    if (!step) break;
    if (step.operator === 'Cast') {
      // Back to a half only where it was one.
      const exact =
        type === FLOAT ? step.to === FLOAT || (weights.type === FLOAT16 && !scale) : type === FLOAT16;
      if (!exact) break;
      type = step.to;
    } else {
      const factors = type === FLOAT && !scale ? otherFactor(weights, name, step, steps, tensors) : undefined;
      if (!factors) break;
      scale = new Float32Array(bytes.slice(factors.data.start, factors.data.end).buffer);
      spared.push(factors.field);
    }
    name = step.output;
    spared.push(step.node);
  }
  return { name, type, scale, spared };
}

/** The tensor that a product multiplies `weights`, called `name` by then, with; undefined where it is another kind of one. */
function otherFactor(
  { shape: [rows = 0, ...axes], data }: WeightTensor,
  name: string,
  product: Product,
  steps: ReadonlyMap<string, Step>,
  tensors: ReadonlyMap<string, WeightTensor>,
): WeightTensor | undefined {
  const other = product.factors.find((factor) => factor !== name) ?? '';
  const tensor = steps.get(other) === product ? tensors.get(other) : undefined;
  if (tensor?.type !== FLOAT || tensor.data.end - tensor.data.start !== 4 * rows) return undefined;
  const perRow = String(tensor.shape) === String([rows, ...axes.map(() => 1)]);
  return perRow && (data.end - data.start) % (2 * rows) === 0 ? tensor : undefined;
}
