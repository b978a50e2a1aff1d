import { FLOAT16 } from '../onnx/onnx-schema';
import { countUses } from './count-uses';
import type { Graph } from './read-graph';

/**
 * Operators that onnxruntime computes as they are: it has no faster form of them, nor of a sequence of them, but for what
 * `isPlain` looks for. Missing on purpose: normalisations, `Gemm`, `Gelu`, `Pad`, `Identity` and what quantizes.
 */
const PLAIN = new Set(
  (
    'Add Cast Concat Constant ConstantOfShape Conv ConvTranspose CumSum Div Equal Exp Expand Flatten Gather ' +
    'GatherElements Greater Identity Less MatMul Max MaxPool Min Mod Mul Range ReduceMax Relu Reshape Resize Shape Sigmoid Slice ' +
    'Softmax Split Squeeze Sub Tile TopK Transpose Unsqueeze Where'
  ).split(' '),
);

/** What onnxruntime computes along with a convolution that nothing else follows. */
const ACTIVATIONS = new Set(['Relu', 'Sigmoid']);
const PRODUCTS_AND_SUMS = new Set(['Add', 'Div', 'Mul', 'Sub']);

/**
 * Whether onnxruntime's optimizations of the graph would leave it as fast as it is, once `fuseSwish` has been there. They
 * are worth it where weights are computed from others, which they do in advance, or where a convolution's result is
 * changed in a way that the convolution itself can: by an activation, a factor or a summand of its own.
 */
export function isPlain({ nodes, initializers }: Graph): boolean {
  if ([...initializers.values()].some(({ type }) => type === FLOAT16)) return false;
  const constants = new Set(initializers.keys());
  const convolved = new Set<string>();
  const uses = countUses(nodes);
  for (const { operator, domain, inputs, outputs, attributes } of nodes) {
    if (domain !== '' || !PLAIN.has(operator) || attributes.some(({ isGraph }) => isGraph)) return false;
    const constant = inputs.filter((input) => constants.has(input) || input === '');
    if (constant.length === inputs.length) {
      if (constant.some((input) => initializers.get(input)?.external)) return false;
      for (const output of outputs) constants.add(output);
    }
    const absorbed = ACTIVATIONS.has(operator) || (PRODUCTS_AND_SUMS.has(operator) && constant.length > 0);
    if (absorbed && inputs.some((input) => convolved.has(input) && uses.get(input) === 1)) return false;
    if (operator === 'Conv') for (const output of outputs) convolved.add(output);
  }
  return true;
}
