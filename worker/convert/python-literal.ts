export type Literal = string | number | boolean | readonly Literal[] | ReadonlyMap<string | number, Literal>;

/** `value` as Python writes it: strings in single quotes, maps as dicts. `ast.literal_eval` gives it back. */
export function pythonLiteral(value: Literal): string {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return `'${value.replace(/[\\'\p{C}\p{Zl}\p{Zp}]/gu, escape)}'`;
  if (isMap(value)) {
    return `{${[...value].map(([key, item]) => `${pythonLiteral(key)}: ${pythonLiteral(item)}`).join(', ')}}`;
  }
  return `[${value.map(pythonLiteral).join(', ')}]`;
}

function isMap(
  value: readonly Literal[] | ReadonlyMap<string | number, Literal>,
): value is ReadonlyMap<string | number, Literal> {
  return value instanceof Map;
}

function escape(character: string): string {
  if (character === '\\' || character === "'") return `\\${character}`;
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff
    ? `\\U${code.toString(16).padStart(8, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`;
}
