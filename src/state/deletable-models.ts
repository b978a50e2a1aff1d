import type { ModelView } from '../shared/models-api';

/** A model that could go to make room for another. */
export interface Deletable {
  readonly model: ModelView;
  /** What its deletion frees. */
  readonly bytes: number;
  /** Among the least recently used that together free what is missing; of none where all would not be enough. */
  readonly suggested: boolean;
}

/** Bytes that this device stores of a model, whole or in part. */
function storedBytes({ keptAt, size = 0, received }: ModelView): number {
  return (keptAt === undefined ? 0 : size) + received;
}

/**
 * What could be deleted so that the download of `id` finds `missing` bytes of room, least recently used first. Not
 * what is being downloaded, nor what the site would fetch again at once; an older version of `id` itself stays until
 * the new one is verified.
 */
export function deletableModels(
  models: readonly ModelView[],
  id: string,
  missing: number,
): readonly Deletable[] {
  const candidates = models
    .filter((model) => model.id !== id && model.state !== 'bundled' && !model.progress)
    .map((model) => ({ model, bytes: storedBytes(model) }))
    .filter(({ bytes }) => bytes > 0)
    // What has never been used, such as a download that nobody finished, comes before all else.
    .sort((a, b) => (a.model.usedAt ?? 0) - (b.model.usedAt ?? 0));
  const enough = candidates.reduce((sum, { bytes }) => sum + bytes, 0) >= missing;
  let freed = 0;
  return candidates.map((candidate) => {
    const suggested = enough && freed < missing;
    freed += candidate.bytes;
    return { ...candidate, suggested };
  });
}
