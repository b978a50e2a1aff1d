import type { DetectRequest, DetectResult, PreparedPicture } from '../shared/engine-api';
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
  recycle(tensor: Uint8Array<ArrayBuffer>): void;
  /** The last tile is in the network: the source has nothing more to prepare. */
  onLast(): void;
}

type Passes = Pick<PictureResult, 'passes' | 'picture' | 'beginning' | 'wrap' | 'timings'>;

/** A tile that was handed to the engine. */
export interface Job {
  readonly timings: PreparedPicture['timings'];
  readonly result: Promise<DetectResult>;
}

/** Hands a tile to the engine, where it may have to wait for the one before, and has the next one prepared. */
export async function showTile(
  source: PictureSource,
  index: number,
  { detect, suppression }: Pick<PassDeps, 'detect' | 'suppression'>,
): Promise<Job> {
  const { tensor, placement, timings } = await source.take(index);
  const result = detect({ tensor, placement, ...suppression });
  // Its failure is told when its turn comes; where the one before fails it never does.
  result.catch(() => undefined);
  source.start(index + 1);
  return { timings, result };
}

/**
 * Shows the tiles of a picture to the network, one after the other. While one is in it the next one waits at the engine,
 * and the one after that is being prepared. Undefined where the run was cancelled between two of them. The times of
 * the tiles are summed.
 *
 * @param early the first tile, where it was shown before the picture's turn
 */
export async function runPasses(
  source: PictureSource,
  deps: PassDeps,
  early?: Promise<Job>,
): Promise<Passes | undefined> {
  const passes: PicturePass[] = [];
  let timings: Timings = { decode: source.decode, letterbox: 0, inference: 0, suppression: 0 };
  const total = source.tiles.length;

  async function collect(tile: Tile, { timings: prepared, result }: Job): Promise<void> {
    const { tensor, candidates, detections, timings: taken } = await result;
    deps.recycle(tensor);
    passes.push({ tile, candidates, detections });
    timings = {
      decode: timings.decode + prepared.decode,
      letterbox: timings.letterbox + prepared.letterbox,
      inference: timings.inference + taken.inference,
      suppression: timings.suppression + taken.suppression,
    };
    if (total > 1) deps.onTile(passes.length, total);
  }

  let job = await (early ?? showTile(source, 0, deps));
  for (const [i, tile] of source.tiles.entries()) {
    const isLast = i === total - 1;
    const next = isLast ? undefined : showTile(source, i + 1, deps);
    next?.catch(() => undefined);
    if (isLast) deps.onLast();
    await collect(tile, job);
    if (!next) break;
    if (deps.cancelled()) return undefined;
    job = await next;
  }
  return { passes, picture: source.size, beginning: source.beginning, wrap: source.wrap, timings };
}
