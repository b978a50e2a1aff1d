import type { DetectRequest, DetectResult } from '../shared/engine-api';
import type { Thresholds, Timings } from '../shared/types';
import type { PictureSource } from './picture-source';
import type { PicturePass, PictureResult } from './pictures';

/** How a run is watched and stopped. */
export interface RunControl {
  cancelled(): boolean;
  /** A tile of a picture is done. */
  onTile(done: number, total: number): void;
}

export interface PassDeps extends RunControl {
  readonly suppression: Pick<Thresholds, 'iou' | 'agnostic'>;
  detect(request: DetectRequest): Promise<DetectResult>;
  recycle(tensor: Float32Array<ArrayBuffer>): void;
  /** The last tile is in the network: the source has nothing more to prepare. */
  onLast(): void;
}

type Passes = Pick<PictureResult, 'passes' | 'picture' | 'wrap' | 'timings'>;

/**
 * Shows the tiles of a picture to the network, one after the other, the next one being prepared meanwhile. Undefined
 * where the run was cancelled between two of them. The times of the tiles are summed.
 */
export async function runPasses(source: PictureSource, deps: PassDeps): Promise<Passes | undefined> {
  const passes: PicturePass[] = [];
  let timings: Timings = { decode: source.decode, letterbox: 0, inference: 0, suppression: 0 };
  const total = source.tiles.length;
  for (const [i, tile] of source.tiles.entries()) {
    if (i > 0 && deps.cancelled()) return undefined;
    const { tensor, placement, timings: prepared } = await source.take(i);
    const running = deps.detect({ tensor, placement, ...deps.suppression });
    source.start(i + 1);
    if (i === total - 1) deps.onLast();
    const result = await running;
    deps.recycle(result.tensor);
    passes.push({ tile, candidates: result.candidates, detections: result.detections });
    timings = {
      decode: timings.decode,
      letterbox: timings.letterbox + prepared.letterbox,
      inference: timings.inference + result.timings.inference,
      suppression: timings.suppression + result.timings.suppression,
    };
    if (total > 1) deps.onTile(i + 1, total);
  }
  return { passes, picture: source.size, wrap: source.wrap, timings };
}
