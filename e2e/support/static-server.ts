import { readdirSync, readFileSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import path from 'node:path';
import { LOCAL_HOST } from './hosts';

/** The built site. */
export const DIST = path.resolve(import.meta.dirname, '../../dist');

/** Path of the gzipped runtime, relative to the site; `''` is the one for the CPU alone. */
export function engineFile(build: '' | '.jspi' | '.asyncify' = ''): string {
  const start = `ort-wasm-simd-threaded${build}.wasm-`;
  const name = readdirSync(path.join(DIST, 'assets')).find((file) => file.startsWith(start));
  return `assets/${name ?? ''}`;
}

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.css': 'text/css',
  '.json': 'application/json',
  '.webmanifest': 'application/manifest+json',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
};

/** What the server sends in place of a file of the site. */
export interface Overlay {
  readonly body?: string | Uint8Array;
  /** Path of a file to send. */
  readonly file?: string;
  readonly status?: number;
  readonly type?: string;
}

export interface StaticServerOptions {
  /** Folder of the site on its host, with slashes around it. */
  readonly base?: string;
  /** Sent with every response. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly overlays?: Readonly<Record<string, Overlay>>;
}

/**
 * A plain static host: files and their types, nothing compressed, no rewrites, no special headers. Paths are relative
 * to the site's folder.
 */
export class StaticServer {
  readonly base: string;
  /** Paths in the order they were asked for. */
  readonly requests: string[] = [];
  private readonly headers: Readonly<Record<string, string>>;
  private readonly overlays = new Map<string, Overlay & { readonly modified: Date }>();
  private readonly held = new Map<string, Promise<void>>();
  private readonly sockets: Socket[] = [];
  private puts = 0;
  private server: Server | undefined;
  private port = 0;

  constructor({ base = '/', headers = {}, overlays = {} }: StaticServerOptions = {}) {
    this.base = base;
    this.headers = headers;
    for (const [file, overlay] of Object.entries(overlays)) this.put(file, overlay);
  }

  get origin(): string {
    return `http://${LOCAL_HOST}:${this.port}`;
  }

  get address(): string {
    return this.origin + this.base;
  }

  /** All bytes sent so far, headers included. */
  get bytesSent(): number {
    return this.sockets.reduce((sum, socket) => sum + socket.bytesWritten, 0);
  }

  /** Starts listening; the second time at the same port. */
  async start(): Promise<void> {
    const server = createServer((request, response) => {
      this.answer(request, response).catch(() => response.destroy());
    });
    this.server = server;
    server.on('connection', (socket) => this.sockets.push(socket));
    await new Promise<void>((resolve) => server.listen(this.port, LOCAL_HOST, resolve));
    this.port = (server.address() as AddressInfo).port;
  }

  /** Ends as a killed process would: open connections break. */
  async stop(): Promise<void> {
    const server = this.server;
    this.server = undefined;
    if (!server) return;
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
  }

  /** Sends something else at `file` from now on; undefined for the site's own again. */
  put(file: string, overlay: Overlay | undefined): void {
    // Each a second later than the last, since dates of files have no smaller unit.
    if (overlay) this.overlays.set(file, { ...overlay, modified: new Date(Date.now() + 1000 * this.puts++) });
    else this.overlays.delete(file);
  }

  /** Sends half of `file` and the rest of it only once the returned function was called. */
  hold(file: string): () => void {
    let release: () => void = () => undefined;
    this.held.set(file, new Promise((resolve) => (release = resolve)));
    return () => {
      this.held.delete(file);
      release();
    };
  }

  countOf(pattern: RegExp): number {
    return this.requests.filter((file) => pattern.test(file)).length;
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', this.origin);
    const asked = decodeURIComponent(pathname);
    const file = asked.startsWith(this.base) ? asked.slice(this.base.length) || 'index.html' : undefined;
    this.requests.push(file ?? asked);
    const found = file === undefined ? undefined : this.find(file);
    if (!found) {
      response.writeHead(404, { 'Content-Type': 'text/html', ...this.headers });
      response.end('<!doctype html><title>Not found</title>');
      return;
    }
    const { body, status, type, modified } = found;
    const lastModified = modified.toUTCString();
    const hold = file === undefined ? undefined : this.held.get(file);
    if (!hold && status === 200 && request.headers['if-modified-since'] === lastModified) {
      response.writeHead(304, this.headers).end();
      return;
    }
    response.writeHead(status, {
      'Content-Type': type,
      'Content-Length': body.length,
      'Last-Modified': lastModified,
      ...this.headers,
    });
    if (hold) {
      const half = Math.floor(body.length / 2);
      response.write(body.subarray(0, half));
      await hold;
      response.end(body.subarray(half));
    } else response.end(body);
  }

  private find(file: string) {
    const overlay = this.overlays.get(file);
    const source = overlay?.file ?? path.join(DIST, file);
    const type = overlay?.type ?? TYPES[path.extname(file)] ?? 'application/octet-stream';
    const status = overlay?.status ?? 200;
    if (overlay?.body !== undefined) return { ...overlay, body: Buffer.from(overlay.body), status, type };
    if (!source.startsWith(DIST) && !overlay?.file) return undefined;
    const stat = statSync(source, { throwIfNoEntry: false });
    return stat?.isFile()
      ? { body: readFileSync(source), status, type, modified: overlay?.modified ?? stat.mtime }
      : undefined;
  }
}
