import { FLOAT, FLOAT16, GRAPH, NODE } from './onnx-schema';
import { onnxFields, type OnnxField } from './onnx-fields';

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
    if (node.hasSubgraph) return new Map();
    for (const input of node.inputs) {
      const use = uses.get(input) ?? { count: 0, step: undefined };
      uses.set(input, { count: use.count + 1, step: use.step ?? node.step });
    }
  }
  const steps = new Map<string, Step>();
  for (const [input, { count, step }] of uses) {
    if (count === 1 && step && !fixed.has(input) && !fixed.has(step.output)) steps.set(input, step);
  }
  return steps;
}

interface Node {
  readonly inputs: readonly string[];
  readonly hasSubgraph: boolean;
  readonly step: Step | undefined;
}

function readNode(bytes: Uint8Array, node: OnnxField): Node {
  const text = new TextDecoder();
  const read = { inputs: [] as string[], outputs: [] as string[], operator: '', domain: '' };
  const attributes: Attribute[] = [];
  for (const { number, start, end } of onnxFields(bytes, node.start, node.end)) {
    const value = () => text.decode(bytes.subarray(start, end));
    if (number === NODE.input) read.inputs.push(value());
    else if (number === NODE.output) read.outputs.push(value());
    else if (number === NODE.operator) read.operator = value();
    else if (number === NODE.domain) read.domain = value();
    else if (number === NODE.attribute) attributes.push(readAttribute(bytes, start, end));
  }
  return {
    inputs: read.inputs,
    hasSubgraph: attributes.some(({ isGraph }) => isGraph),
    step: read.domain === '' ? readStep(node, read, attributes) : undefined,
  };
}

interface Wiring {
  readonly operator: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

function readStep(
  node: OnnxField,
  { operator, inputs, outputs }: Wiring,
  attributes: readonly Attribute[],
): Step | undefined {
  const [output, ...others] = outputs;
  if (output === undefined || others.length > 0) return undefined;
  const [first, second, ...rest] = inputs;
  if (operator === 'Mul' && first !== undefined && second !== undefined && rest.length === 0) {
    return { operator, node, output, factors: [first, second] };
  }
  const [attribute, ...more] = attributes;
  const to = attribute?.name === 'to' ? attribute.integer : undefined;
  const plain = operator === 'Cast' && inputs.length === 1 && more.length === 0;
  return plain && (to === FLOAT || to === FLOAT16) ? { operator, node, output, to } : undefined;
}

interface Attribute {
  readonly name: string;
  readonly integer: number | undefined;
  readonly isGraph: boolean;
}

/** `AttributeProto`: `g` is field 6, `graphs` 11. */
function readAttribute(bytes: Uint8Array, from: number, to: number): Attribute {
  let name = '';
  let integer: number | undefined;
  let isGraph = false;
  for (const { number, value, start, end } of onnxFields(bytes, from, to)) {
    if (number === 1) name = new TextDecoder().decode(bytes.subarray(start, end));
    else if (number === 3) integer = value;
    else if (number === 6 || number === 11) isGraph = true;
  }
  return { name, integer, isGraph };
}
