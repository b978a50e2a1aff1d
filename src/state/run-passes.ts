import type { DetectRequest, DetectResult } from '../shared/engine-api';
import type { Thresholds, Tile, Timings } from '../shared/types';
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

interface Job {
  readonly tile: Tile;
  readonly letterbox: number;
  readonly result: Promise<DetectResult>;
}

/**
 * Shows the tiles of a picture to the network, one after the other. While one is in it the next one waits at the engine,
 * and the one after that is being prepared. Undefined where the run was cancelled between two of them. The times of
 * the tiles are summed.
 */
export async function runPasses(source: PictureSource, deps: PassDeps): Promise<Passes | undefined> {
  const passes: PicturePass[] = [];
  let timings: Timings = { decode: source.decode, letterbox: 0, inference: 0, suppression: 0 };
  const total = source.tiles.length;

  async function collect({ tile, letterbox, result }: Job): Promise<void> {
    const { tensor, candidates, detections, timings: taken } = await result;
    deps.recycle(tensor);
    passes.push({ tile, candidates, detections });
    timings = {
      decode: timings.decode,
      letterbox: timings.letterbox + letterbox,
      inference: timings.inference + taken.inference,
      suppression: timings.suppression + taken.suppression,
    };
    if (total > 1) deps.onTile(passes.length, total);
  }

  let before: Job | undefined;
  for (const [i, tile] of source.tiles.entries()) {
    const { tensor, placement, timings: prepared } = await source.take(i);
    const result = deps.detect({ tensor, placement, ...deps.suppression });
    // Its failure is told when it is collected; where the one before fails nobody does.
    result.catch(() => undefined);
    source.start(i + 1);
    if (i === total - 1) deps.onLast();
    if (before) await collect(before);
    if (i > 0 && deps.cancelled()) return undefined;
    before = { tile, letterbox: prepared.letterbox, result };
  }
  if (before) await collect(before);
  return { passes, picture: source.size, wrap: source.wrap, timings };
}
