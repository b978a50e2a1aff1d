/** The indices of what lies on a sol, by sol; in their order. */
export function groupBySol(
  list: readonly { readonly sol: number }[],
): ReadonlyMap<number, readonly number[]> {
  const groups = new Map<number, number[]>();
  for (const [i, { sol }] of list.entries()) {
    const group = groups.get(sol);
    if (group) group.push(i);
    else groups.set(sol, [i]);
  }
  return groups;
}
