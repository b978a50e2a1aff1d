import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from './faults';

export interface ServedFile {
  /** Its name in the table of faults. */
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly contentType: string;
}

/** `undefined`: no range asked for. `false`: one that cannot be served. Both ends inclusive. */
function parseRange(
  header: string | undefined,
  size: number,
): { first: number; last: number } | undefined | false {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '');
  if (!match) return undefined;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return undefined;
  const first = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const last = from === '' || to === '' ? size - 1 : Math.min(Number(to), size - 1);
  return first >= size || first > last ? false : { first, last };
}

const EXPOSED = 'Accept-Ranges, Content-Range, Content-Type, Content-Disposition, ETag';
const PIECE = 64 * 1024;

async function writeSlowly(
  response: ServerResponse,
  body: Uint8Array,
  bytesPerSecond: number,
): Promise<void> {
  const piece = Math.max(1, Math.min(PIECE, Math.floor(bytesPerSecond / 20)));
  for (let sent = 0; sent < body.length && !response.destroyed; sent += piece) {
    response.write(body.subarray(sent, sent + piece));
    await new Promise((resolve) => setTimeout(resolve, (piece * 1000) / bytesPerSecond));
  }
  response.end();
}

/** Sends `body` as the faults want it. Short and long bodies go chunked, as no honest length fits them. */
async function sendBody(
  response: ServerResponse,
  body: Uint8Array,
  name: string,
  faults: Faults,
): Promise<void> {
  const stop = faults.take(name, 'cut') ?? faults.take(name, 'stall');
  if (stop) {
    const sent = body.subarray(0, Math.min(stop.after, body.length));
    response.flushHeaders();
    await new Promise<void>((resolve) => response.write(sent, () => resolve()));
    // A cut arrives as a broken connection because the announced length has not come.
    if (stop.kind === 'cut') response.destroy();
    return;
  }
  const slow = faults.take(name, 'slow');
  if (slow) await writeSlowly(response, body, slow.bytesPerSecond);
  else response.end(body);
}

/** A file of either origin: ranges, validators, and everything that can go wrong on the way. */
export async function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: ServedFile,
  faults: Faults,
): Promise<void> {
  const { name } = file;
  if (faults.take(name, 'html')) {
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' });
    response.end('<!doctype html><title>Log in to this network</title>');
    return;
  }
  const replaced = faults.take(name, 'replaced');
  const whole = replaced?.bytes ?? file.bytes;
  const etag = replaced ? `"${'0'.repeat(64)}"` : file.etag;
  const hidden = faults.take(name, 'hidden-range') !== undefined;
  if (!response.hasHeader('Access-Control-Expose-Headers')) {
    response.setHeader('Access-Control-Expose-Headers', EXPOSED);
  }
  response.setHeader('Accept-Ranges', 'bytes');
  response.setHeader('ETag', etag);
  response.setHeader('Content-Type', file.contentType);
  response.setHeader('Cache-Control', 'public, max-age=31536000, immutable');
  const asked = faults.take(name, 'whole') ? undefined : parseRange(request.headers.range, whole.length);
  const by = faults.take(name, 'shifted')?.by ?? 0;
  const range = asked && { first: asked.first + by, last: asked.last + by };
  if (asked === false) {
    response.writeHead(416, { 'Content-Range': `bytes */${whole.length}` }).end();
    return;
  }
  let body = range ? whole.subarray(range.first, range.last + 1) : whole;
  if (faults.take(name, 'wrong-bytes')) body = body.map((byte, at) => (at === 17 ? byte ^ 1 : byte));
  const short = faults.take(name, 'short');
  const long = faults.take(name, 'long');
  if (short) body = body.subarray(0, Math.max(0, body.length - short.by));
  if (long) body = Buffer.concat([body, Buffer.alloc(long.by, 0x20)]);
  if (!short && !long) response.setHeader('Content-Length', body.length);
  // Left out, not only unexposed, so that a client without CORS is as blind as a browser.
  if (range && !hidden)
    response.setHeader('Content-Range', `bytes ${range.first}-${range.last}/${whole.length}`);
  response.statusCode = range ? 206 : 200;
  if (request.method === 'HEAD') response.end();
  else await sendBody(response, body, name, faults);
}
