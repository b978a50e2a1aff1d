import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answerHub, type HubContext } from './answer-hub';
import { answerStorage, type PlainFiles } from './answer-storage';
import { createFaults, type Faults } from './faults';
import { createRepo, push, type FileSpec, type RepoSpec, type Tokens } from './hub-world';

export interface LoggedRequest {
  readonly to: 'hub' | 'storage';
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  /** Bytes given to the connection, headers included; final once the answer has ended or its connection broke. */
  readonly sent: () => number;
}

export interface StandInHub {
  readonly origin: string;
  readonly storageOrigin: string;
  readonly faults: Faults;
  /** Every request in order, refused ones too. Tests may empty it. */
  readonly requests: LoggedRequest[];
  readonly plain: PlainFiles;
  /** A new commit on a branch; gives its 40 hex digits. */
  push(repo: string, branch: string, files: readonly FileSpec[]): string;
  /** Breaks every connection and refuses new ones, as a lost network does. */
  stop(): Promise<void>;
  /** Listens again at the same addresses. */
  start(): Promise<void>;
  close(): Promise<void>;
}

export interface HubOptions {
  readonly repos?: readonly RepoSpec[];
  readonly tokens?: Tokens;
  readonly plain?: Readonly<Record<string, Uint8Array>>;
  /** Entries in one page of a listing; the hub has 1,000. */
  readonly pageEntries?: number;
  /** How long a signed address works; about an hour at the hub. */
  readonly signedSeconds?: number;
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** One of the two origins: a server that can be stopped and started at the same port. */
function createOrigin(to: LoggedRequest['to'], log: LoggedRequest[], answer: Answer) {
  let port = 0;
  let running: Promise<Server> | undefined;
  const listen = () =>
    new Promise<Server>((resolve, reject) => {
      const made = createServer((request, response) => {
        const { method = 'GET', url = '/', headers } = request;
        const { socket } = request;
        const before = socket.bytesWritten;
        let total: number | undefined;
        response.once('close', () => (total = socket.bytesWritten - before));
        log.push({ to, method, path: url, headers, sent: () => total ?? socket.bytesWritten - before });
        // A mistake in the stand-in must not look like a fault that was asked for.
        answer(request, response).catch((error: unknown) => {
          console.error(error);
          response.destroy();
        });
      });
      made.once('error', reject);
      made.listen(port, '127.0.0.1', () => {
        port = (made.address() as AddressInfo).port;
        resolve(made);
      });
    });
  const start = async () => {
    await (running ??= listen());
  };
  const stop = async () => {
    const server = await running;
    running = undefined;
    if (!server) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  };
  return { start, stop, origin: () => `http://127.0.0.1:${port}` };
}

/** Starts a hub of two origins on loopback, behaving as the real one is documented to. */
export async function startHub(options: HubOptions = {}): Promise<StandInHub> {
  const repos = new Map((options.repos ?? []).map((spec) => [spec.name, createRepo(spec)]));
  const plain: PlainFiles = new Map(Object.entries(options.plain ?? {}));
  const faults = createFaults();
  const requests: LoggedRequest[] = [];
  const hub = createOrigin('hub', requests, (request, response) => answerHub(context, request, response));
  const storage = createOrigin('storage', requests, (request, response) =>
    answerStorage(context, plain, request, response),
  );
  const context: HubContext = {
    origin: hub.origin,
    storageOrigin: storage.origin,
    repos,
    tokens: options.tokens ?? {},
    faults,
    pageEntries: options.pageEntries ?? 1000,
    signedSeconds: options.signedSeconds ?? 3600,
  };
  const start = async () => {
    await Promise.all([hub.start(), storage.start()]);
  };
  const stop = async () => {
    await Promise.all([hub.stop(), storage.stop()]);
  };
  await start();
  return {
    origin: hub.origin(),
    storageOrigin: storage.origin(),
    faults,
    requests,
    plain,
    start,
    stop,
    close: stop,
    push(name, branch, files) {
      const repo = repos.get(name);
      if (!repo) throw new Error(`no repository ${name}`);
      return push(repo, branch, files);
    },
  };
}
