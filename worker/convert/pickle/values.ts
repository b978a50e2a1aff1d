/** A name the pickle mentions, e.g. `torch.nn.modules.conv.Conv2d`. Only ever a name. */
export class GlobalName {
  constructor(readonly name: string) {}
}

/** What in Python would be an object: its class's name, the arguments it was made with and its state. Inert. */
export class PickleRecord {
  state: PickleValue = null;

  constructor(
    readonly global: string,
    readonly args: readonly PickleValue[],
  ) {}
}

/** A Python list. Tuples are plain arrays, which nothing appends to. */
export class PickleList {
  readonly items: PickleValue[] = [];
}

/** Element types of storages, by the name torch gives them. */
export const ELEMENT_BYTES = {
  BFloat16: 2,
  Bool: 1,
  Byte: 1,
  Char: 1,
  Double: 8,
  Float: 4,
  Half: 2,
  Int: 4,
  Long: 8,
  Short: 2,
} as const;

export type ElementType = keyof typeof ELEMENT_BYTES;

export function isElementType(name: string): name is ElementType {
  return Object.hasOwn(ELEMENT_BYTES, name);
}

/** Bytes of the archive that tensors are views of. */
export class StorageReference {
  constructor(
    /** Number of the entry `<root>/data/<key>`. */
    readonly key: string,
    readonly type: ElementType,
    /** Elements. */
    readonly length: number,
  ) {}
}

/** A strided view of a storage. Offset and strides count elements. */
export class TensorReference {
  constructor(
    readonly storage: StorageReference,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}

  /** Elements. */
  get length(): number {
    return this.shape.reduce((product, size) => product * size, 1);
  }
}

export type PickleDict = Map<PickleValue, PickleValue>;

/** A value of the pickle: data only. Dicts are maps, so that no key of theirs can mean anything. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | readonly PickleValue[]
  | PickleList
  | PickleDict
  | Set<PickleValue>
  | GlobalName
  | PickleRecord
  | StorageReference
  | TensorReference;
