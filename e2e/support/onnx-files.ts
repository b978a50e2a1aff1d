import { createCipheriv, createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { message, number, text } from './protobuf';
import { DIST } from './static-server';

/** Field numbers of onnx.proto3, as far as they are needed here. */
export const MODEL = { irVersion: 1, graph: 7, opset: 8, metadata: 14 };
/** No field of ModelProto. */
const UNUSED = 1000;
export const GRAPH = { node: 1, name: 2, initializer: 5, input: 11, output: 12 };

interface CatalogueFile {
  readonly models: readonly {
    readonly id: string;
    readonly address: string;
    readonly thresholds?: { readonly confidence: number };
  }[];
}

/** What the built site's catalogue says. */
export function builtCatalogue(): CatalogueFile {
  return JSON.parse(readFileSync(path.join(DIST, 'models.json'), 'utf8')) as CatalogueFile;
}

/** Path of the bundled model's file, relative to the site. */
export function bundledModel(): string {
  return path.normalize(builtCatalogue().models[0]?.address ?? '');
}

export function bundledModelBytes(): Buffer {
  return readFileSync(path.join(DIST, bundledModel()));
}

/** A model with another `task` in its metadata: of two entries the later one counts. */
export function withTask(model: Buffer, task: string): Buffer {
  return Buffer.concat([model, message(MODEL.metadata, [text(1, 'task'), text(2, task)])]);
}

/**
 * A model that runs the same in a file that is longer by `bytes`, filled with noise that depends on `seed`. The filling
 * is a field that readers of the format skip.
 */
export function filled(model: Buffer, bytes: number, seed: string): Buffer {
  const key = createHash('sha256').update(seed).digest();
  const noise = createCipheriv('aes-256-ctr', key, Buffer.alloc(16)).update(Buffer.alloc(bytes));
  return Buffer.concat([model, message(UNUSED, [noise])]);
}

/** A whole model that gives its input, one picture of 32 x 32, back as it is: it runs, but finds nothing. */
export function echoModel(): Buffer {
  const node = [text(1, 'images'), text(2, 'output0'), text(4, 'Identity')];
  const graph = [
    message(GRAPH.node, node),
    text(GRAPH.name, 'echo'),
    message(GRAPH.input, tensorInfo('images', [1, 3, 32, 32])),
    message(GRAPH.output, tensorInfo('output0', [1, 3, 32, 32])),
  ];
  return Buffer.concat([
    number(MODEL.irVersion, 8),
    message(MODEL.graph, graph),
    message(MODEL.opset, [number(2, 13)]),
  ]);
}

/** ValueInfoProto of a float32 tensor. */
export function tensorInfo(name: string, shape: readonly number[]): readonly Buffer[] {
  const sides = shape.map((side) => message(1, [number(1, side)]));
  const float32 = 1;
  return [text(1, name), message(2, [message(1, [number(1, float32), message(2, sides)])])];
}
