import {
  PickleRecord,
  StorageReference,
  TensorReference,
  type ElementType,
  type PickleDict,
  type PickleValue,
} from '../pickle/values';
import { putTogether, takeApart } from './checkpoint-files';
import type { ZipInput } from './write-zip';

/** A fixture of 1 MB. */
export const SMALL = 'checkpoints/yolov8n-cls-narrow.pt';

/** A record with this state. */
export function record(name: string, state: readonly (readonly [string, PickleValue])[]): PickleRecord {
  const made = new PickleRecord(name, []);
  made.state = new Map<PickleValue, PickleValue>(state);
  return made;
}

function stateOf(value: PickleValue | undefined): PickleDict {
  const state = value instanceof PickleRecord ? value.state : value;
  if (!(state instanceof Map)) throw new Error('the fixture has another structure');
  return state;
}

/** The small checkpoint with handles on what tests change of it; its first layer is a `Conv` of 8 channels. */
export class SmallNetwork {
  constructor(
    readonly root: PickleDict,
    readonly entries: ZipInput[],
  ) {}

  get model(): PickleDict {
    return stateOf(this.root.get('model'));
  }

  get names(): PickleDict {
    return stateOf(this.model.get('names'));
  }

  get layers(): PickleDict {
    return stateOf(stateOf(stateOf(this.model.get('_modules')).get('model')).get('_modules'));
  }

  get firstLayer(): PickleRecord {
    return this.layers.get('0') as PickleRecord;
  }

  /** The parts of the first layer: `conv`, `bn`, `act`. */
  get firstParts(): PickleDict {
    return stateOf(stateOf(this.firstLayer).get('_modules'));
  }

  /** The attributes of the first layer's `Conv2d`. */
  get conv(): PickleDict {
    return stateOf(this.firstParts.get('conv'));
  }

  /** The kernel of the first layer, `[8, 3, 3, 3]`. */
  get kernel(): TensorReference {
    return stateOf(this.conv.get('_parameters')).get('weight') as TensorReference;
  }

  set kernel(tensor: TensorReference) {
    stateOf(this.conv.get('_parameters')).set('weight', tensor);
  }

  /** Describes the storage of the first layer's kernel otherwise than it is. */
  restore(change: { readonly key?: string; readonly type?: ElementType; readonly length?: number }): void {
    const { storage, offset, shape, strides } = this.kernel;
    const { key = storage.key, type = storage.type, length = storage.length } = change;
    this.kernel = new TensorReference(new StorageReference(key, type, length), offset, shape, strides);
  }

  /** Gives the first layer's kernel another form, on the same storage. */
  reshape(shape: readonly number[], strides: readonly number[]): void {
    this.kernel = new TensorReference(this.kernel.storage, 0, shape, strides);
  }

  setAttribute(layer: PickleRecord, name: string, value: PickleValue): void {
    stateOf(layer).set(name, value);
  }
}

/** The bytes of the small checkpoint after `change`. */
export async function changedNetwork(
  change: (network: SmallNetwork) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const { root, entries } = await takeApart(SMALL);
  const network = new SmallNetwork(root, entries);
  change(network);
  return putTogether(network).bytes;
}
