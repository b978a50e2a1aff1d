import { encodeField } from './encode-field';
import { encodeModel, encodeValues } from './encode-model';
import { encodeTensor } from './encode-tensor';
import { encodeNode, makeNode, type OnnxNode } from './nodes';
import { FLOAT, GRAPH } from './onnx-schema';

/** The smallest ONNX model there is: it answers with what it is given, one number. */
export function tinyModel(): Uint8Array<ArrayBuffer> {
  return encodeModel([...encodeValues(['x', 'y'], [1]), encodeNode(makeNode('Identity', ['x'], 'y'))]);
}

/** A network of many small blocks, each with a convolution, Swish and a shortcut, as those of detectors have. */
export function deepModel(blocks: number): Uint8Array<ArrayBuffer> {
  const nodes: OnnxNode[] = [];
  let x = 'x';
  for (let block = 0; block < blocks; block++) {
    const name = (part: string) => `${part}${block}`;
    nodes.push(
      makeNode('Conv', [x, 'w'], name('conv')),
      makeNode('Sigmoid', [name('conv')], name('sigmoid')),
      makeNode('Mul', [name('conv'), name('sigmoid')], name('swish')),
      makeNode('Add', [x, name('swish')], name('sum')),
    );
    x = name('sum');
  }
  const weights = encodeWeight('w', [4, 4, 1, 1]);
  return encodeModel([...nodes.map(encodeNode), weights, ...encodeValues(['x', x], [1, 4, 8, 8])]);
}

/** A network of a single node, which adds up so many weights. */
export function wideModel(weights: number): Uint8Array<ArrayBuffer> {
  const names = Array.from({ length: weights }, (_, i) => `w${i}`);
  const sum = encodeNode(makeNode('Sum', ['x', ...names], 'y'));
  return encodeModel([
    sum,
    ...names.map((name) => encodeWeight(name, [1])),
    ...encodeValues(['x', 'y'], [1]),
  ]);
}

/** An initializer of zeros. */
function encodeWeight(name: string, shape: readonly number[]): Uint8Array {
  const elements = shape.reduce((product, side) => product * side, 1);
  return encodeField(GRAPH.initializer, encodeTensor(FLOAT, shape, new ArrayBuffer(4 * elements), name));
}
