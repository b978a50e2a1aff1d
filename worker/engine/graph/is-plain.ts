import { FLOAT16 } from '../onnx/onnx-schema';
import { countUses } from './count-uses';
import type { Graph } from './read-graph';

/**
 * Operators that onnxruntime computes as they are: it has no faster form of them, nor of a sequence of them, but for what
 * `isPlain` looks for. Missing on purpose: normalisations, `Gemm`, `Gelu`, `Pad`, other activations and what quantizes.
 */
const PLAIN = new Set(
  (
    'Add Cast Concat Constant ConstantOfShape Conv ConvTranspose CumSum Div Equal Exp Expand Flatten Gather ' +
    'GatherElements Greater Identity Less MatMul Max MaxPool Min Mod Mul Range ReduceMax Relu Reshape Resize Shape Sigmoid Slice ' +
    'Softmax Split Squeeze Sub Tile TopK Transpose Unsqueeze Where'
  ).split(' '),
);

/** What onnxruntime computes along with a convolution, where nothing else takes the convolution's result. */
const ACTIVATIONS = new Set(['Relu', 'Sigmoid']);
/** The same, of a constant; the sum with another value stays a node of its own. */
const PRODUCTS_AND_SUMS = new Set(['Add', 'Div', 'Mul', 'Sub']);

/**
 * Whether onnxruntime's optimizations of the graph would leave it as fast as it is, once `fuseSwish` has been there. They
 * are worth it where weights are computed from others, which they do in advance, or where what follows a convolution can
 * be done along with it: an activation, a constant factor or summand.
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
    const takesAlone = (input: string) => convolved.has(input) && uses.get(input) === 1;
    const absorbed = ACTIVATIONS.has(operator) || (PRODUCTS_AND_SUMS.has(operator) && constant.length > 0);
    if (absorbed && inputs.some(takesAlone)) return false;
    if (operator === 'Conv') for (const output of outputs) convolved.add(output);
  }
  return true;
}
