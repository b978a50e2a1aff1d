import { readAttribute, tensorAttribute, type OnnxAttribute } from './attributes';
import { encodeField, joinBytes } from './encode-field';
import { onnxFields, type OnnxField } from './onnx-fields';
import { GRAPH, NODE } from './onnx-schema';

/** A `NodeProto`. */
export interface OnnxNode {
  /** Where it stands in the file; undefined where it does not stand so in one. */
  readonly field?: OnnxField | undefined;
  readonly operator: string;
  /** Empty for the operators of ONNX itself. */
  readonly domain: string;
  /** Names; empty where an optional one is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: readonly OnnxAttribute[];
}

/** A node of a file. */
export type StoredNode = OnnxNode & { readonly field: OnnxField };

export function readNode(bytes: Uint8Array, field: OnnxField): StoredNode {
  const text = new TextDecoder();
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes: OnnxAttribute[] = [];
  let operator = '';
  let domain = '';
  for (const { number, start, end } of onnxFields(bytes, field.start, field.end)) {
    const value = () => text.decode(bytes.subarray(start, end));
    if (number === NODE.input) inputs.push(value());
    else if (number === NODE.output) outputs.push(value());
    else if (number === NODE.operator) operator = value();
    else if (number === NODE.domain) domain = value();
    else if (number === NODE.attribute) attributes.push(readAttribute(bytes.subarray(start, end)));
  }
  return { field, operator, domain, inputs, outputs, attributes };
}

export function makeNode(
  operator: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly OnnxAttribute[] = [],
): OnnxNode {
  return { operator, domain: '', inputs, outputs: [output], attributes };
}

/** A `Constant`. @param elements as they lie in memory */
export function makeConstant(
  output: string,
  type: number,
  shape: readonly number[],
  elements: ArrayBuffer,
): OnnxNode {
  return makeNode('Constant', [], output, [tensorAttribute('value', type, shape, elements)]);
}

/** The field of a graph that says it. It has no name, which is for messages only. */
export function encodeNode({ operator, domain, inputs, outputs, attributes }: OnnxNode): Uint8Array {
  const parts = [
    ...inputs.map((input) => encodeField(NODE.input, input)),
    ...outputs.map((output) => encodeField(NODE.output, output)),
    encodeField(NODE.operator, operator),
    ...attributes.map(({ bytes }) => encodeField(NODE.attribute, bytes)),
    encodeField(NODE.domain, domain),
  ];
  return encodeField(GRAPH.node, joinBytes(parts));
}
