import type { PreparedPicture } from '../shared/engine-api';
import type { HeldPicture, InputOptions, PicturesApi, Thumbnail } from '../shared/pictures-api';
import { transfer } from '../shared/rpc';
import type { Size, Tile } from '../shared/types';
import { blobToRead } from './blob-to-read';
import { connectWorker, type Connection } from './connect-worker';

/** Tensors that wait to be filled again: one is in the network while the next is prepared. */
const SPARE_TENSORS = 2;

/** A decoded picture in the worker. */
export interface OpenPicture extends Omit<HeldPicture, 'id'> {
  /** Letterboxes a tile of it; the last one closes it. @throws AppError also `worker-lost` */
  prepare(tile: Tile, options: InputOptions, last: boolean): Promise<PreparedPicture>;
  close(): void;
}

/** The page's side of the pictures' worker; a new one takes the place of one that died. */
export function createPicturesClient(spawn: () => Worker) {
  let connection: Connection<PicturesApi> | undefined;
  const spare: Uint8Array<ArrayBuffer>[] = [];

  function connected(): Connection<PicturesApi> {
    if (connection) return connection;
    const fresh = connectWorker<PicturesApi>(spawn());
    connection = fresh;
    fresh.onLost(() => {
      fresh.end();
      if (connection === fresh) connection = undefined;
    });
    return fresh;
  }

  function openPicture(
    { id, ...held }: HeldPicture,
    { api, guard }: Pick<Connection<PicturesApi>, 'api' | 'guard'>,
  ): OpenPicture {
    return {
      ...held,
      prepare(tile, options, last) {
        const buffer = spare.pop();
        return guard(api.prepare(id, tile, options, last, buffer && transfer(buffer, [buffer.buffer])));
      },
      // Its worker may be gone, and its pixels with it.
      close: () => void guard(api.close(id)).catch(() => undefined),
    };
  }

  return {
    /** Decodes a picture; to be closed. @throws AppError also `worker-lost` */
    async open(picture: Blob): Promise<OpenPicture> {
      const { api, guard } = connected();
      return openPicture(await guard(api.open(blobToRead(picture))), { api, guard });
    },
    /** The same, but undefined where it has more pixels. @throws AppError also `worker-lost` */
    async openUpTo(mostPixels: number, picture: Blob): Promise<OpenPicture | undefined> {
      const { api, guard } = connected();
      const held = await guard(api.openUpTo(mostPixels, blobToRead(picture)));
      return held && openPicture(held, { api, guard });
    },
    /** @throws AppError also `worker-lost` */
    makeThumbnail(picture: Blob, box: Size): Promise<Thumbnail> {
      const { api, guard } = connected();
      return guard(api.makeThumbnail(picture, box));
    },
    /** Gives a tensor back that nobody needs any more. */
    recycle(tensor: Uint8Array<ArrayBuffer>): void {
      if (tensor.length > 0 && spare.length < SPARE_TENSORS) spare.push(tensor);
    },
  };
}

export type PicturesClient = ReturnType<typeof createPicturesClient>;
