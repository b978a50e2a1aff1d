/** `dust.map.png` -> `dust.map`; the name of a file made from a picture begins so. */
export function baseName(name: string): string {
  return name.replace(/\.[^.]{1,5}$/, '') || name;
}

/** `names` with a number put to those that occur before, so that none overwrites another in an archive. */
export function uniqueNames(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1;
    seen.set(name, count);
    return count === 1 ? name : `${name}-${count}`;
  });
}
