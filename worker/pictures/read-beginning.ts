import { AppError } from '../../src/shared/errors';
import { HEAD_BYTES } from './picture-format';

/** Files up to this many bytes are read at once: each reading is a trip to another process. */
const AT_ONCE = 8 * 1024 * 1024;

/** What is read of a picture while nothing is known of it. */
export interface Beginning {
  /** The first `HEAD_BYTES`. */
  readonly head: Uint8Array<ArrayBuffer>;
  /** All of it, where it is not large; shares its memory with the head. */
  readonly whole: Uint8Array<ArrayBuffer> | undefined;
}

/** @throws AppError `file-unreadable` */
export async function readBeginning(file: Blob): Promise<Beginning> {
  if (file.size > AT_ONCE) return { head: await readBytes(file.slice(0, HEAD_BYTES)), whole: undefined };
  const whole = await readBytes(file);
  return { head: whole.subarray(0, HEAD_BYTES), whole };
}

/** @throws AppError `file-unreadable` */
export async function readBytes(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    throw new AppError('file-unreadable', {}, { cause });
  }
}
