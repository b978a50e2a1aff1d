import { ModuleNode } from '../network/module-node';
import { StorageReference, TensorReference, type PickleValue } from '../pickle/values';

/** Feature maps `[channels, height, width]` of one picture. */
export interface Maps {
  readonly shape: readonly [channels: number, height: number, width: number];
  readonly data: Float32Array<ArrayBuffer>;
}

/** Makes layers with pseudo-random weights and keeps the storages of their tensors. */
export class LayerMaker {
  readonly storages = new Map<string, Uint8Array<ArrayBuffer>>();
  #seed = 1;

  /** -1 to 1; the same sequence each time. */
  random(): number {
    this.#seed = (this.#seed * 48_271) % 0x7fffffff;
    return (2 * this.#seed) / 0x7fffffff - 1;
  }

  tensor(shape: readonly number[], make = () => this.random()): TensorReference {
    const length = shape.reduce((product, size) => product * size, 1);
    const key = String(this.storages.size);
    this.storages.set(key, new Uint8Array(Float32Array.from({ length }, make).buffer));
    const strides = shape.map((_, axis) =>
      shape.slice(axis + 1).reduce((product, size) => product * size, 1),
    );
    return new TensorReference(new StorageReference(key, 'Float', length), 0, shape, strides);
  }

  floats(tensor: TensorReference): Float32Array {
    return new Float32Array(this.storages.get(tensor.storage.key)?.buffer ?? new ArrayBuffer(0));
  }

  maps(...shape: Maps['shape']): Maps {
    const length = shape[0] * shape[1] * shape[2];
    return { shape, data: Float32Array.from({ length }, () => this.random()) };
  }

  norm(path: string, channels: number): ModuleNode {
    const tensors = new Map([
      ['weight', this.tensor([channels])],
      ['bias', this.tensor([channels])],
      ['running_mean', this.tensor([channels])],
      ['running_var', this.tensor([channels], () => 1 + this.random() / 2)],
    ]);
    return new ModuleNode('BatchNorm2d', path, new Map([['eps', 1e-3]]), new Map(), tensors);
  }

  /** A `Conv` of `kernel` x `kernel` that keeps the size at stride 1; its activation is the identity. */
  conv(path: string, [input, output]: readonly [number, number], kernel: number, stride = 1): ModuleNode {
    const attributes = new Map<PickleValue, PickleValue>([
      ['padding_mode', 'zeros'],
      ['padding', [(kernel - 1) / 2, (kernel - 1) / 2]],
      ['stride', [stride, stride]],
      ['dilation', [1, 1]],
      ['groups', 1],
    ]);
    const tensors = new Map([['weight', this.tensor([output, input, kernel, kernel])]]);
    const children = new Map([
      ['conv', new ModuleNode('Conv2d', `${path}.conv`, attributes, new Map(), tensors)],
      ['bn', this.norm(`${path}.bn`, output)],
      ['act', new ModuleNode('Identity', `${path}.act`, new Map(), new Map(), new Map())],
    ]);
    return new ModuleNode('Conv', path, new Map(), children, new Map());
  }

  /** What a `Conv` gives, by the definitions of its parts and without folding. */
  runConv(module: ModuleNode, input: Maps): Maps {
    const conv = module.child('conv');
    const weight = conv.tensor('weight', 4);
    const [stride] = conv.pair('stride');
    const [kernel, values] = [weight.shape[3] ?? 0, this.floats(weight)];
    const size = [input.shape[1], input.shape[2]].map((side) => Math.floor((side - 1) / stride) + 1);
    const output = mapsOf([weight.shape[0] ?? 0, size[0] ?? 0, size[1] ?? 0], (channel, y, x) => {
      let sum = 0;
      for (let from = 0; from < input.shape[0]; from++) {
        for (let tap = 0; tap < kernel * kernel; tap++) {
          const row = y * stride + Math.floor(tap / kernel) - (kernel - 1) / 2;
          const column = x * stride + (tap % kernel) - (kernel - 1) / 2;
          sum +=
            pixel(input, from, row, column, 0) *
            (values[(channel * input.shape[0] + from) * kernel * kernel + tap] ?? 0);
        }
      }
      return sum;
    });
    return this.runNorm(module.child('bn'), output);
  }

  runNorm(norm: ModuleNode, input: Maps): Maps {
    const [mean, variance, weight, bias] = ['running_mean', 'running_var', 'weight', 'bias'].map((name) =>
      this.floats(norm.tensor(name, 1)),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    return mapsOf(input.shape, (channel, y, x) => {
      const scaled =
        (pixel(input, channel, y, x, 0) - (mean[channel] ?? 0)) / Math.sqrt((variance[channel] ?? 0) + 1e-3);
      return scaled * (weight[channel] ?? 0) + (bias[channel] ?? 0);
    });
  }
}

export function mapsOf(shape: Maps['shape'], value: (channel: number, y: number, x: number) => number): Maps {
  const [channels, height, width] = shape;
  const data = new Float32Array(channels * height * width);
  for (let index = 0; index < data.length; index++) {
    data[index] = value(
      Math.floor(index / (height * width)),
      Math.floor(index / width) % height,
      index % width,
    );
  }
  return { shape, data };
}

/** A value of the maps, or `outside` beyond their borders. */
export function pixel({ shape, data }: Maps, channel: number, y: number, x: number, outside: number): number {
  const [, height, width] = shape;
  if (y < 0 || x < 0 || y >= height || x >= width) return outside;
  return data[(channel * height + y) * width + x] ?? NaN;
}
