/**
 * What a file name has in common with those of its series: each run of digits becomes `#`, capitals small, so that
 * `G04_day01.jpg` and `G05_day12.JPG` are both `g#_day#.jpg`.
 */
export function namePattern(name: string): string {
  return name.toLowerCase().replace(/\d+/g, '#');
}
