import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Faults } from './faults';
import { findCommit, type Repo, type StoredFile, type Tokens } from './hub-world';
import { sendFile } from './send-file';
import { sign } from './signature';

export interface HubContext {
  readonly origin: () => string;
  readonly storageOrigin: () => string;
  readonly repos: ReadonlyMap<string, Repo>;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly pageEntries: number;
  readonly signedSeconds: number;
}

const EXPOSED =
  'X-Repo-Commit, X-Request-Id, X-Error-Code, X-Error-Message, X-Total-Count, ETag, Link, Accept-Ranges, ' +
  'Content-Range, X-Linked-Size, X-Linked-ETag, X-Xet-Hash';

function refuse(response: ServerResponse, status: number, code: string | undefined, message: string): void {
  if (code !== undefined) response.setHeader('X-Error-Code', code);
  response.setHeader('X-Error-Message', message);
  // Sent, as the hub does, but not exposed: a script of another origin cannot see it.
  if (status === 429) response.setHeader('Retry-After', '1');
  response.writeHead(status, { 'Content-Type': 'application/json' });
  response.end(JSON.stringify({ error: message }));
}

function sendJson(response: ServerResponse, value: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify(value));
}

function bearer(request: IncomingMessage): string | undefined {
  return /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
}

interface Visit {
  readonly context: HubContext;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly repo: Repo;
}

/** Whether the repository may be seen; answers where it may not. Nobody learns a private one's existence. */
function admit(
  context: HubContext,
  request: IncomingMessage,
  response: ServerResponse,
  name: string,
): Repo | undefined {
  const repo = context.repos.get(name);
  const token = bearer(request);
  const known = token === undefined ? undefined : context.tokens[token];
  if (token !== undefined && !known)
    refuse(response, 401, undefined, 'Invalid credentials in Authorization header');
  else if (repo && (!repo.private || known?.opens.includes(name) === true)) return repo;
  else if (known) refuse(response, 404, 'RepoNotFound', 'Repository not found');
  else refuse(response, 401, undefined, 'Invalid username or password.');
  return undefined;
}

/** Whether the bytes may be had; answers where they may not. */
function admitToFile({ context, request, response, repo }: Visit): boolean {
  if (repo.gated === false) return true;
  const token = bearer(request);
  if (token === undefined) refuse(response, 401, 'GatedRepo', 'Access to this model is restricted.');
  else if (context.tokens[token]?.opens.includes(repo.name) === true) return true;
  else refuse(response, 403, 'GatedRepo', 'You are not in the authorized list.');
  return false;
}

function commitOf({ response, repo }: Visit, revision: string): ReturnType<typeof findCommit> {
  const commit = findCommit(repo, revision);
  if (!commit) refuse(response, 404, 'RevisionNotFound', `Invalid rev id: ${revision}`);
  else response.setHeader('X-Repo-Commit', commit.id);
  return commit;
}

function sendInfo(visit: Visit, revision: string): void {
  const { repo, response } = visit;
  const commit = commitOf(visit, revision);
  if (!commit) return;
  const siblings = [...commit.files.keys()].map((rfilename) => ({ rfilename }));
  sendJson(response, { id: repo.name, sha: commit.id, gated: repo.gated, private: repo.private, siblings });
}

function sendTree(visit: Visit, revision: string, url: URL): void {
  const { context, response } = visit;
  const commit = commitOf(visit, revision);
  if (!commit) return;
  const folders = new Set<string>();
  for (const path of commit.files.keys()) {
    for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) folders.add(path.slice(0, at));
  }
  const entries = [
    ...[...folders].map((path) => ({ type: 'directory', path, size: 0, oid: '0'.repeat(40) })),
    ...[...commit.files.values()].map(({ path, bytes, oid, lfs, sha256 }) => ({
      type: 'file',
      path,
      size: bytes.length,
      oid,
      ...(lfs && { lfs: { oid: sha256, size: bytes.length, pointerSize: 134 } }),
    })),
  ];
  const start = Number(url.searchParams.get('cursor') ?? 0);
  const end = start + context.pageEntries;
  if (end < entries.length) {
    const next = new URL(url);
    next.searchParams.set('cursor', String(end));
    response.setHeader('Link', `<${next.href}>; rel="next"`);
  }
  sendJson(response, entries.slice(start, end));
}

function fileOf(
  visit: Visit,
  revision: string,
  path: string,
): { file: StoredFile; commit: string } | undefined {
  const commit = commitOf(visit, revision);
  if (!commit) return undefined;
  const file = commit.files.get(path);
  if (file) return { file, commit: commit.id };
  refuse(visit.response, 404, 'EntryNotFound', 'Entry not found');
  return undefined;
}

function redirect(visit: Visit, revision: string, path: string): void {
  const { context, request, response, repo } = visit;
  if (!admitToFile(visit)) return;
  const found = fileOf(visit, revision, path);
  if (!found) return;
  const { file, commit } = found;
  const name = `${repo.name}/${path}`;
  if (context.faults.take(name, 'loop')) {
    response.writeHead(302, { Location: request.url ?? '/' }).end();
    return;
  }
  response.setHeader('X-Linked-Size', file.bytes.length);
  response.setHeader('X-Linked-ETag', `"${file.lfs ? file.sha256 : file.oid}"`);
  if (request.headers.accept?.includes('application/vnd.xet-fileinfo+json') === true) {
    sendJson(response, { hash: file.etag });
  } else if (file.lfs) {
    const lifetime = context.faults.take(name, 'expired') ? -60 : context.signedSeconds;
    const target = `/stored/${file.etag}`;
    const query = sign(target, Math.floor(Date.now() / 1000) + lifetime);
    response.writeHead(302, { Location: `${context.storageOrigin()}${target}${query}` }).end();
  } else {
    const encoded = path.split('/').map(encodeURIComponent).join('/');
    response
      .writeHead(307, { Location: `/api/resolve-cache/models/${repo.name}/${commit}/${encoded}` })
      .end();
  }
}

async function sendSmall(visit: Visit, revision: string, path: string): Promise<void> {
  const { context, request, response, repo } = visit;
  if (!admitToFile(visit)) return;
  const found = fileOf(visit, revision, path);
  if (!found) return;
  const served = {
    name: `${repo.name}/${path}`,
    bytes: found.file.bytes,
    etag: `"${found.file.oid}"`,
    contentType: 'text/plain; charset=utf-8',
  };
  await sendFile(request, response, served, context.faults);
}

const ROUTES: readonly [
  RegExp,
  (visit: Visit, revision: string, rest: string, url: URL) => void | Promise<void>,
][] = [
  [
    /^\/api\/resolve-cache\/models\/([^/]+\/[^/]+)\/([^/]+)\/(.+)$/,
    (visit, rev, path) => sendSmall(visit, rev, path),
  ],
  [/^\/api\/models\/([^/]+\/[^/]+)\/tree\/([^/]+)$/, (visit, rev, _, url) => sendTree(visit, rev, url)],
  [/^\/api\/models\/([^/]+\/[^/]+)\/revision\/([^/]+)$/, (visit, rev) => sendInfo(visit, rev)],
  [/^\/api\/models\/([^/]+\/[^/]+)$/, (visit) => sendInfo(visit, 'main')],
  [/^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.+)$/, (visit, rev, path) => redirect(visit, rev, path)],
];

/** The hub's own origin: facts, refusals and redirects. */
export async function answerHub(
  context: HubContext,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', context.origin());
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Expose-Headers', EXPOSED);
  response.setHeader('X-Request-Id', 'Root=1-stand-in');
  if (request.method === 'OPTIONS') {
    response.setHeader('Access-Control-Allow-Headers', 'authorization, range, content-type, accept');
    response.setHeader('Access-Control-Allow-Methods', 'GET, HEAD, POST, OPTIONS');
    response.setHeader('Access-Control-Max-Age', '86400');
    response.writeHead(204).end();
    return;
  }
  for (const [pattern, answer] of ROUTES) {
    const match = pattern.exec(url.pathname);
    if (!match) continue;
    const [name = '', revision = 'main', rest = ''] = match.slice(1).map(decodeURIComponent);
    const repo = admit(context, request, response, name);
    if (!repo) return;
    const failing = context.faults.take(rest === '' ? name : `${name}/${rest}`, 'hub-status');
    if (failing) refuse(response, failing.status, undefined, 'Too busy');
    else await answer({ context, request, response, repo }, revision, rest, url);
    return;
  }
  response.writeHead(url.pathname === '/' ? 200 : 404, { 'Content-Type': 'text/html; charset=utf-8' });
  response.end('<!doctype html><title>Stand-in hub</title>');
}
