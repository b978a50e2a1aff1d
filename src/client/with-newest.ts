/** Puts keys at the end of a list, the newest; `gone` are those that no longer have room, from its beginning. */
export function withNewest(
  keys: readonly string[],
  newest: readonly string[],
  most: number,
): { readonly kept: readonly string[]; readonly gone: readonly string[] } {
  const all = [...keys.filter((key) => !newest.includes(key)), ...newest];
  const over = Math.max(0, all.length - most);
  return { kept: all.slice(over), gone: all.slice(0, over) };
}
