import type { MappedSol } from './read-folder';
import type { Mode } from './run-site';
import { IOUS, type Score } from './score';

export interface ModeResult {
  readonly mode: Mode;
  readonly secondsPerMap: number;
  readonly scores: readonly Score[];
}

const METHOD = `Outlines become boxes as in training: gaps of about 15 pixels are closed, components that touch by side or corner are
storms, those under 400 pixels are none. A storm over the seam of the map is two on a mask, so boxes found over the
seam are cut there before they are compared. Average precision (AP) is over all maps together, at an intersection over
union of at least 0.3 and 0.5, from all boxes of a confidence over 0.01; a band takes boxes by the latitude of their
middle. The time is from the click to the last result, decoding and showing included.`;

/** The figures as Markdown. */
export function writeReport(sols: readonly MappedSol[], results: readonly ModeResult[]): string {
  const heads = [
    'latitude',
    'storms',
    ...results.flatMap(({ mode }) => IOUS.map((iou) => `${mode}, AP at ${iou}`)),
  ];
  const parts = results[0]?.scores ?? [];
  const rows = parts.map(({ part, storms }, i) => [
    part,
    String(storms),
    ...results.flatMap(({ scores }) => IOUS.map((_, k) => figure(scores[i]?.ap[k]))),
  ]);
  const times = results.map(({ mode, secondsPerMap }) => `${mode} ${secondsPerMap.toFixed(1)} s`);
  return `# Scores on outlined maps

The built site in Chromium with the bundled detector, by \`npm run evaluate\`, on ${sols.length} maps:
${sols.map(({ name }) => name).join(', ')}.

${table([heads, ...rows])}

Time a map: ${times.join(', ')}.

${METHOD}
`;
}

function figure(ap: number | undefined): string {
  return ap === undefined ? '-' : ap.toFixed(3);
}

/** With columns of even width, as prettier writes tables. */
function table([heads = [], ...rows]: readonly (readonly string[])[]): string {
  const widths = heads.map((head, i) =>
    Math.max(...[head, ...rows.map((row) => row[i] ?? '')].map(({ length }) => length)),
  );
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`;
  return [line(heads), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}
