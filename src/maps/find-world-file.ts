/**
 * The world file among `names` that belongs to a picture; capitals make no difference. For `map.jpg`, in this order:
 * `map.jgw` (first and last letter of the ending, and a w), `map.jpgw`, `map.wld`, `map.jpg.wld`.
 */
export function findWorldFile(picture: string, names: readonly string[]): string | undefined {
  const wanted = worldFileNames(picture);
  const byName = new Map(names.map((name) => [name.toLowerCase(), name]));
  return wanted.map((name) => byName.get(name)).find((name) => name !== undefined);
}

/** Whether a name is that of a world file of a picture format the site reads. */
export function isWorldFileName(name: string): boolean {
  return /\.(wld|[jp]gw|jpe?gw|pngw|wpw|webpw|gfw|gifw|bpw|bmpw|afw|avifw)$/i.test(name);
}

function worldFileNames(picture: string): readonly string[] {
  const dot = picture.lastIndexOf('.');
  if (dot < 0) return [];
  const stem = picture.slice(0, dot).toLowerCase();
  const ending = picture.slice(dot + 1).toLowerCase();
  const short = `${ending.at(0) ?? ''}${ending.at(-1) ?? ''}w`;
  return [`${stem}.${short}`, `${stem}.${ending}w`, `${stem}.wld`, `${stem}.${ending}.wld`];
}
