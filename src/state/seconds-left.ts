/**
 * Seconds that the rest of a run takes at its pace so far.
 *
 * @param elapsed milliseconds since it began.
 * @param progress pictures done, with the part of the one that is under way.
 */
export function secondsLeft(elapsed: number, progress: number, total: number): number | undefined {
  return progress > 0 ? ((total - progress) * elapsed) / progress / 1000 : undefined;
}
