import type { PreparedPicture } from '../shared/engine-api';
import type { InputOptions, PicturesApi } from '../shared/pictures-api';
import { transfer } from '../shared/rpc';
import { connectWorker, type Connection } from './connect-worker';

/** Tensors that wait to be filled again: one is in the network while the next is prepared. */
const SPARE_TENSORS = 2;

/** The page's side of the pictures' worker; a new one takes the place of one that died. */
export function createPicturesClient(spawn: () => Worker) {
  let connection: Connection<PicturesApi> | undefined;
  const spare: Float32Array<ArrayBuffer>[] = [];

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

  return {
    /** Starts the worker before it is needed. */
    warm: () => void connected(),
    /** Decodes and letterboxes a picture. @throws AppError also `worker-lost` */
    prepare(picture: Blob, options: InputOptions): Promise<PreparedPicture> {
      const { api, guard } = connected();
      const buffer = spare.pop();
      const given = buffer && transfer(buffer, [buffer.buffer]);
      return guard(api.prepare(picture, options, given));
    },
    /** Gives a tensor back that nobody needs any more. */
    recycle(tensor: Float32Array<ArrayBuffer>): void {
      if (tensor.length > 0 && spare.length < SPARE_TENSORS) spare.push(tensor);
    },
  };
}

export type PicturesClient = ReturnType<typeof createPicturesClient>;
