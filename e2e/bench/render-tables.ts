import type { BareVisit, BenchResults, ModelRow, Slope, Spread, UnwatchedVisit, Visit } from './results';

/** A table: a title, the names of its columns, and its cells. */
export interface Table {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** All figures as tables, ratios first. */
export function renderTables({ rows, targets }: BenchResults): readonly Table[] {
  return [
    {
      title: 'Targets',
      columns: ['model', 'what', 'measured', 'at most', ''],
      rows: targets.map(({ model, target, value, limit, reached }) => [
        model,
        target,
        value.toFixed(2),
        limit.toFixed(2),
        reached ? 'reached' : 'not reached',
      ]),
    },
    {
      title: 'Ratios to the bare run',
      columns: [
        'model',
        'engine',
        'input',
        'inference',
        'end to end',
        'with decoding',
        'on the page',
        'batch',
      ],
      rows: rows.map(({ latency, batch, ...row }) => [
        row.model,
        engineOf(row),
        row.input.join(' x '),
        latency.inference_ratio.toFixed(3),
        latency.end_to_end_ratio.toFixed(3),
        latency.with_decoding_ratio.toFixed(3),
        latency.wall_ratio.toFixed(3),
        batch.ratio.toFixed(3),
      ]),
    },
    {
      title: 'One picture, median / 95th percentile in ms',
      columns: [
        'model',
        'decode',
        'letterbox',
        'inference',
        'suppression',
        'end to end',
        'on the page',
        'bare',
      ],
      rows: rows.map(({ model, latency }) => [
        model,
        ...[
          latency.decode,
          latency.letterbox,
          latency.inference,
          latency.suppression,
          latency.end_to_end,
          latency.wall,
          latency.bare,
        ].map(spreadOf),
      ]),
    },
    {
      title: 'Batch',
      columns: ['model', 'pictures', 'pictures a second', 'seconds', 'as many bare runs'],
      rows: rows.map(({ model, batch }) => [
        model,
        String(batch.pictures),
        batch.pictures_per_second.toFixed(2),
        (batch.total_ms / 1000).toFixed(1),
        (batch.bare_ms / 1000).toFixed(1),
      ]),
    },
    {
      title: 'Visits',
      columns: [
        'model',
        'visit',
        'fetched MB',
        'usable',
        'engine ready',
        'first detection',
        'network in it',
        'peak memory',
      ],
      rows: rows.flatMap(visitRows),
    },
    {
      title: 'The same with no tool attached to the browser',
      columns: ['model', 'visit', 'first detection', 'to the bare page', 'peak memory'],
      rows: rows.flatMap(unwatchedRows),
    },
    ...growthTable(rows),
  ];
}

/** The engine as the site names it, marked where its speed says nothing. */
function engineOf({ engine, software }: Pick<ModelRow, 'engine' | 'software'>): string {
  return software ? `${engine} (software adapter, function only)` : engine;
}

function spreadOf({ median, p95 }: Spread): string {
  return `${figure(median)} / ${figure(p95)}`;
}

function figure(milliseconds: number): string {
  return milliseconds < 10 ? milliseconds.toFixed(1) : milliseconds.toFixed(0);
}

function unwatchedRows({ model, unwatched }: ModelRow): readonly (readonly string[])[] {
  const { first, second, bare_first, bare_second, second_ratio } = unwatched;
  const row = (name: string, visit: UnwatchedVisit, ratio = '') => [
    ...[model, name, `${figure(visit.result_ms)} ms`, ratio, `${figure(visit.peak_mb)} MB`],
  ];
  return [
    row('first', first),
    row('second', second, second_ratio.toFixed(2)),
    row('bare page, first', bare_first),
    row('bare page, second', bare_second),
  ];
}

function visitRows({ model, visits }: ModelRow): readonly (readonly string[])[] {
  const site = (name: string, visit: Visit) => [
    model,
    name,
    megabytes(visit.site_bytes + visit.hub_bytes),
    `${figure(visit.usable_ms)} ms`,
    `${figure(visit.ready_ms)} ms`,
    `${figure(visit.first_detection_ms)} ms`,
    `${figure(visit.first_inference_ms)} ms`,
    `${figure(visit.peak_mb)} MB`,
  ];
  const bare = (name: string, visit: BareVisit) => [
    model,
    name,
    megabytes(visit.bytes),
    '',
    `${figure(visit.ready_ms)} ms`,
    `${figure(visit.first_run_ms)} ms`,
    `${figure(visit.first_run_ms - visit.ready_ms)} ms`,
    `${figure(visit.peak_mb)} MB`,
  ];
  return [
    site('first', visits.first),
    site('second', visits.second),
    bare('bare page, first', visits.bare_first),
    bare('bare page, second', visits.bare_second),
  ];
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 1e5 ? 3 : 1);
}

function growthTable(rows: readonly ModelRow[]): readonly Table[] {
  const grown = rows.flatMap(({ model, growth }) => (growth ? [{ model, growth }] : []));
  if (grown.length === 0) return [];
  return [
    {
      title: 'Memory over many detections',
      columns: [
        'model',
        'what',
        'times',
        'first MB',
        'last MB',
        'slope, MB a thousand',
        'error',
        'noise of a thousand',
      ],
      rows: grown.flatMap(({ model, growth }) => [
        [model, 'detections in the same pictures', ...slopeCells(growth.detections, growth)],
        [model, 'detections in new pictures', ...slopeCells(growth.detections, growth.new_pictures)],
        [model, 'files read, nothing else', ...slopeCells(growth.detections, growth.reading)],
      ]),
    },
  ];
}

function slopeCells(times: number, slope: Slope): string[] {
  const { samples_mb, slope_mb_per_1000, error_mb_per_1000, noise_mb_per_1000 } = slope;
  return [
    String(times),
    figure(samples_mb[0] ?? NaN),
    figure(samples_mb.at(-1) ?? NaN),
    slope_mb_per_1000.toFixed(2),
    error_mb_per_1000.toFixed(2),
    noise_mb_per_1000.toFixed(2),
  ];
}
