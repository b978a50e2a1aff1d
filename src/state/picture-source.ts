import type { OpenPicture, PicturesClient } from '../client/pictures-client';
import type { PreparedPicture } from '../shared/engine-api';
import { AppError } from '../shared/errors';
import type { InputOptions } from '../shared/pictures-api';
import type { Size } from '../shared/types';
import type { PassPlan } from './plan-passes';

/** A decoded picture whose tiles are letterboxed one ahead of where they are needed. */
export interface PictureSource extends PassPlan {
  readonly size: Size;
  /** Milliseconds. */
  readonly decode: number;
  /** As `HeldPicture` has it. */
  readonly beginning: string | undefined;
  /** Begins to prepare a tile. */
  start(index: number): void;
  /**
   * A prepared tile; they are taken in their order, each once. The last one closes the picture, whose memory is free
   * while the network runs, or serves the next picture.
   */
  take(index: number): Promise<PreparedPicture>;
  /** To be called where not all tiles are taken, too. */
  close(): void;
}

export interface SourceOptions {
  readonly input: InputOptions;
  readonly plan: (size: Size) => PassPlan;
  /** The picture, where it was to be decoded before its turn; undefined where it was too large for that. */
  readonly decoding: Promise<OpenPicture | undefined> | undefined;
}

/**
 * Opens a picture. A worker that dies of it may have died of something else, e.g. of another tab's hunger; not twice.
 * @throws AppError `decoder-lost` and those of decoding
 */
export async function openSource(
  client: PicturesClient,
  file: File,
  { input, plan, decoding }: SourceOptions,
): Promise<PictureSource> {
  const open = async () => (await decoding) ?? client.open(file);
  const picture = await open().catch((error: unknown) => {
    if (!isLost(error)) throw error;
    return client.open(file).catch((again: unknown) => {
      throw isLost(again) ? new AppError('decoder-lost', {}, { cause: again }) : again;
    });
  });
  return sourceOf(picture, input, plan(picture.size));
}

function sourceOf(picture: OpenPicture, input: InputOptions, plan: PassPlan): PictureSource {
  const started = new Map<number, Promise<PreparedPicture>>();
  const last = plan.tiles.length - 1;
  function start(index: number): void {
    const tile = plan.tiles[index];
    if (!tile || started.has(index)) return;
    const prepared = picture.prepare(tile, input, index === last);
    // Its failure is told when it is taken.
    prepared.catch(() => undefined);
    started.set(index, prepared);
  }
  let open = true;
  function close(): void {
    if (open) picture.close();
    open = false;
  }
  return {
    ...plan,
    size: picture.size,
    decode: picture.timings.decode,
    beginning: picture.beginning,
    start,
    async take(index) {
      start(index);
      const prepared = started.get(index);
      started.delete(index);
      if (!prepared) throw new RangeError('there is no such tile');
      const tile = await prepared.catch((error: unknown) => {
        throw isLost(error) ? new AppError('decoder-lost', {}, { cause: error }) : error;
      });
      if (index === last) open = false;
      return tile;
    },
    close,
  };
}

function isLost(error: unknown): boolean {
  return error instanceof AppError && error.code === 'worker-lost';
}
