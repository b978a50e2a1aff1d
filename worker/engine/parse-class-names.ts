/** More classes than any published detector has; a longer list is a broken or hostile file. */
const MAX_CLASSES = 10_000;

/** `{0: 'person', 1: "it's"}`: a number, a colon, and a Python string literal in either kind of quotes. */
const ENTRY = /\s*(\d{1,5})\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\s*(?:,|$)/sy;

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

/**
 * Class names by class id from the `names` property of an Ultralytics export, a Python dict literal.
 * Undefined where the text is anything else; ids that are missing get their number as name.
 */
export function parseClassNames(text: string): readonly string[] | undefined {
  const body = /^\s*\{(.*)\}\s*$/s.exec(text)?.[1];
  if (body === undefined) return undefined;
  const names: string[] = [];
  ENTRY.lastIndex = 0;
  while (ENTRY.lastIndex < body.length) {
    const match = ENTRY.exec(body);
    if (!match) return undefined;
    const id = Number(match[1]);
    if (id >= MAX_CLASSES) return undefined;
    names[id] = unescape(match[2] ?? match[3] ?? '');
  }
  return Array.from(names, (name: string | undefined, id) => name ?? String(id));
}

function unescape(literal: string): string {
  return literal.replace(
    /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))/gs,
    (_, hex, unicode, plain: string) => {
      const code = (hex ?? unicode) as string | undefined;
      return code === undefined ? (ESCAPES[plain] ?? plain) : String.fromCharCode(parseInt(code, 16));
    },
  );
}
