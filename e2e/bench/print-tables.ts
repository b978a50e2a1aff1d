import type { Table } from './render-tables';

/** Tables for a terminal, columns aligned. */
export function printTables(tables: readonly Table[]): string {
  return tables.map(printTable).join('\n\n');
}

function printTable({ title, columns, rows }: Table): string {
  const lines = [columns, ...rows];
  const widths = columns.map((_, i) => Math.max(...lines.map((line) => (line[i] ?? '').length)));
  const body = lines.map((line) =>
    line
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return [title, ...body].join('\n');
}
