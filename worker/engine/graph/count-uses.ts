import type { OnnxNode } from '../onnx/nodes';

/** How many inputs of nodes take each value. */
export function countUses(nodes: readonly OnnxNode[]): ReadonlyMap<string, number> {
  const uses = new Map<string, number>();
  for (const { inputs } of nodes) for (const input of inputs) uses.set(input, (uses.get(input) ?? 0) + 1);
  return uses;
}
