/** Unpacks a file while it arrives. */
export interface Unpacker {
  write(chunk: Uint8Array<ArrayBuffer>): void;
  /** The whole file. @throws TypeError where the gzip is broken */
  close(): Promise<Uint8Array<ArrayBuffer>>;
}

/** For gzip; a file that begins otherwise is passed on as it is (a server may have unpacked it on the way). */
export function createUnpacker([first, second]: Uint8Array): Unpacker {
  return first === 0x1f && second === 0x8b ? gunzip() : passOn();
}

function gunzip(): Unpacker {
  const { readable, writable } = new DecompressionStream('gzip');
  const writer = writable.getWriter();
  const plain = new Response(readable).arrayBuffer();
  // What is broken is told once, by `close`.
  const ignore = (promise: Promise<unknown>) => void promise.catch(() => undefined);
  ignore(plain);
  ignore(writer.closed);
  return {
    write: (chunk) => ignore(writer.write(chunk)),
    async close() {
      ignore(writer.close());
      return new Uint8Array(await plain);
    },
  };
}

function passOn(): Unpacker {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  return {
    write: (chunk) => void chunks.push(chunk),
    close: async () => new Uint8Array(await new Blob(chunks).arrayBuffer()),
  };
}
