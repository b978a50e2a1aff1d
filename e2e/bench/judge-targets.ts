import type { ModelRow, Slope, TargetRow } from './results';

/** Ratios to the bare page, or to the square picture. */
const LIMITS = { endToEnd: 1.06, withDecoding: 1.15, secondVisit: 1.25, wide: 0.65, batch: 1.06 };

/** What was set out to be reached, for one row; none for a software adapter, whose speed says nothing. */
export function judgeTargets(row: ModelRow): readonly TargetRow[] {
  if (row.software) return [];
  const { latency, visits, batch, wide, growth } = row;
  const judge = (target: string, value: number, limit: number): TargetRow => ({
    model: row.model,
    target,
    value,
    limit,
    reached: value <= limit,
  });
  // Within what chance makes of a thousand. That over all of them is known better (`error_mb_per_1000`) and stands beside it.
  const judgeGrowth = (target: string, slope: Slope) =>
    judge(target, slope.slope_mb_per_1000, slope.noise_mb_per_1000);
  return [
    judge('end to end / bare run', latency.end_to_end_ratio, LIMITS.endToEnd),
    judge('with JPEG decoding / bare run', latency.with_decoding_ratio, LIMITS.withDecoding),
    judge('second visit to first detection / bare load and run', visits.second_ratio, LIMITS.secondVisit),
    judge(`batch of ${batch.pictures} / as many bare runs`, batch.ratio, LIMITS.batch),
    ...(wide ? [judge('16:9 picture / square picture', wide.ratio, LIMITS.wide)] : []),
    ...(growth
      ? [
          judgeGrowth('growth in MB over 1,000 detections, same pictures', growth),
          judgeGrowth('growth in MB over 1,000 detections, new pictures', growth.new_pictures),
        ]
      : []),
  ];
}
