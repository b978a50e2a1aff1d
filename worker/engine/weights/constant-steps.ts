import { onnxFields, type OnnxField } from '../onnx/onnx-fields';
import { FLOAT, FLOAT16, GRAPH } from '../onnx/onnx-schema';
import { readNode, type StoredNode } from '../onnx/nodes';

/** A node that weights go through before the network takes them. */
export type Step = Cast | Product;

/** A `Cast` to float32 or float16. */
export interface Cast {
  readonly operator: 'Cast';
  readonly node: OnnxField;
  readonly output: string;
  readonly to: typeof FLOAT | typeof FLOAT16;
}

/** A `Mul` of two values. */
export interface Product {
  readonly operator: 'Mul';
  readonly node: OnnxField;
  readonly output: string;
  readonly factors: readonly [string, string];
}

/** What follows a value: how many inputs take it, and the step if one of them is one. */
interface Uses {
  count: number;
  step: Step | undefined;
}

/**
 * The casts between float16 and float32 and the products that are the only ones to take their input, by the name of that
 * input. None where other parts of the file might know the input by its name: outputs, subgraphs, annotations.
 */
export function constantSteps(bytes: Uint8Array, graph: readonly OnnxField[]): ReadonlyMap<string, Step> {
  const text = new TextDecoder();
  const uses = new Map<string, Uses>();
  const fixed = new Set<string>();
  for (const field of graph) {
    if (field.number === GRAPH.quantizationAnnotation) return new Map();
    if (field.number === GRAPH.input || field.number === GRAPH.output) {
      for (const { number, start, end } of onnxFields(bytes, field.start, field.end)) {
        if (number === 1) fixed.add(text.decode(bytes.subarray(start, end)));
      }
    }
    if (field.number !== GRAPH.node) continue;
    const node = readNode(bytes, field);
    if (node.attributes.some(({ isGraph }) => isGraph)) return new Map();
    const nodeStep = readStep(node);
    for (const input of node.inputs) {
      const use = uses.get(input) ?? { count: 0, step: undefined };
      uses.set(input, { count: use.count + 1, step: use.step ?? nodeStep });
    }
  }
  const steps = new Map<string, Step>();
  for (const [input, { count, step }] of uses) {
    if (count === 1 && step && !fixed.has(input) && !fixed.has(step.output)) steps.set(input, step);
  }
  return steps;
}

function readStep({
  field: node,
  operator,
  domain,
  inputs,
  outputs,
  attributes,
}: StoredNode): Step | undefined {
  const [output, ...others] = outputs;
  if (domain !== '' || output === undefined || others.length > 0) return undefined;
  const [first, second, ...rest] = inputs;
  if (operator === 'Mul' && first !== undefined && second !== undefined && rest.length === 0) {
    return { operator, node, output, factors: [first, second] };
  }
  const [attribute, ...more] = attributes;
  const to = attribute?.name === 'to' ? attribute.integer : undefined;
  const plain = operator === 'Cast' && inputs.length === 1 && more.length === 0;
  return plain && (to === FLOAT || to === FLOAT16) ? { operator, node, output, to } : undefined;
}
