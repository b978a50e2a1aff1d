import { damaged, tooLarge } from '../fail';
import { LIMITS } from '../limits';
import { PickleRecord, TensorReference, type PickleValue } from '../pickle/values';
import { ModuleNode } from './module-node';
import { attributesOf } from './read-value';

/** Reads the tree of layers from a record of `torch.nn.Module`, whose state has `_modules`, `_parameters`, `_buffers`. */
export function readModuleTree(root: PickleRecord): ModuleNode {
  let left: number = LIMITS.modules;

  function read(record: PickleRecord, path: string, depth: number): ModuleNode {
    // A record may name itself as its child: depth and number of modules bound what follows.
    if (depth > LIMITS.moduleDepth) throw tooLarge('moduleDepth', depth);
    if (--left < 0) throw tooLarge('modules', LIMITS.modules);
    const attributes = attributesOf(record);
    const children = new Map<string, ModuleNode>();
    for (const [key, value] of attributesOf(attributes.get('_modules'))) {
      // A layer left out is None.
      if (value === null) continue;
      const name = nameOf(key);
      if (!(value instanceof PickleRecord)) throw damaged('network: a layer that is none', { path });
      children.set(name, read(value, path === '' ? name : `${path}.${name}`, depth + 1));
    }
    return new ModuleNode(className(record), path, attributes, children, readTensors(attributes));
  }

  return read(root, '', 0);
}

function className(record: PickleRecord): string {
  return record.global.slice(record.global.lastIndexOf('.') + 1);
}

function nameOf(key: PickleValue): string {
  if (typeof key === 'string' && /^\w{1,64}$/.test(key)) return key;
  throw damaged('network: a layer without a name');
}

function readTensors(
  attributes: ReadonlyMap<PickleValue, PickleValue>,
): ReadonlyMap<string, TensorReference> {
  const tensors = new Map<string, TensorReference>();
  for (const kind of ['_parameters', '_buffers']) {
    for (const [key, value] of attributesOf(attributes.get(kind))) {
      if (value instanceof TensorReference) tensors.set(nameOf(key), value);
    }
  }
  return tensors;
}
