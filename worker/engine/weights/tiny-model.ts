import { encodeField, joinBytes } from './encode-field';
import { FLOAT } from './onnx-schema';

/** The smallest ONNX model there is: it answers with what it is given, one number. */
export function tinyModel(): Uint8Array<ArrayBuffer> {
  const shape = encodeField(2, encodeField(1, encodeField(1, 1)));
  const tensor = encodeField(1, joinBytes([encodeField(1, FLOAT), shape]));
  const port = (name: string) => joinBytes([encodeField(1, name), encodeField(2, tensor)]);
  const node = joinBytes([encodeField(1, 'x'), encodeField(2, 'y'), encodeField(4, 'Identity')]);
  const graph = [
    encodeField(1, node),
    encodeField(2, 'tiny'),
    encodeField(11, port('x')),
    encodeField(12, port('y')),
  ];
  const opset = encodeField(2, 17);
  return joinBytes([encodeField(1, 8), encodeField(7, joinBytes(graph)), encodeField(8, opset)]);
}
