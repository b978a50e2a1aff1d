const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });

/** `20,000` */
export function formatCount(value: number | string | undefined): string {
  return COUNT.format(Number(value));
}

/** `1.7 MB`; decimal units, as download lists show them. */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${Math.round(bytes)} B`;
  if (bytes < 1e6) return `${Math.round(bytes / 1e3)} kB`;
  if (bytes < 1e9) return `${(bytes / 1e6).toFixed(1)} MB`;
  return `${(bytes / 1e9).toFixed(1)} GB`;
}

/** `34.1 %` */
export function formatPercent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** `34 ms`, `1.25 s` */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 10) return `${milliseconds.toFixed(1)} ms`;
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

/** `1 box`, `2 boxes` */
export function plural(count: number, one: string, many: string): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** `8 s`, `3 min`, `2 h` */
export function formatSeconds(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' });

/** `22 Nov 2026`, from milliseconds since 1970. */
export function formatDate(time: number): string {
  return DATE.format(time);
}
