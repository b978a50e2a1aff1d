import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HubContext } from './answer-hub';
import { sendFile } from './send-file';
import { isSigned } from './signature';

/** Files with an address of their own, as on any server that allows CORS; path with its slash to bytes. */
export type PlainFiles = Map<string, Uint8Array>;

function find(context: HubContext, etag: string): { name: string; bytes: Uint8Array } | undefined {
  for (const repo of context.repos.values()) {
    for (const files of repo.commits.values()) {
      for (const file of files.values()) {
        if (file.etag === etag) return { name: `${repo.name}/${file.path}`, bytes: file.bytes };
      }
    }
  }
  return undefined;
}

function refuse(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'Content-Type': 'application/xml' });
  response.end(`<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code></Error>`);
}

/** The storage origin: signed addresses, no preflights, no second way to authorise. */
export async function answerStorage(
  context: HubContext,
  plain: PlainFiles,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const url = new URL(request.url ?? '/', context.storageOrigin());
  // No CORS header at all: this is how a refused preflight looks.
  if (request.method === 'OPTIONS') {
    refuse(response, 403, 'AccessForbidden');
    return;
  }
  response.setHeader('Access-Control-Allow-Origin', '*');
  if (request.headers.authorization !== undefined) {
    refuse(response, 400, 'InvalidArgument');
    return;
  }
  const path = decodeURIComponent(url.pathname);
  const bytes = plain.get(path);
  const etag = /^\/stored\/([0-9a-f]{64})$/.exec(path)?.[1];
  const stored = etag === undefined ? undefined : find(context, etag);
  if (!bytes && !stored) {
    refuse(response, 404, 'NoSuchKey');
    return;
  }
  const name = stored?.name ?? path;
  const failing = context.faults.take(name, 'storage-status');
  if (failing) {
    refuse(response, failing.status, 'SlowDown');
    return;
  }
  if (stored && !isSigned(path, url.searchParams, Date.now() / 1000)) {
    refuse(response, 403, 'AccessDenied');
    return;
  }
  const body = stored?.bytes ?? bytes ?? new Uint8Array();
  const tag = etag ?? createHash('sha1').update(body).digest('hex');
  const served = { name, bytes: body, etag: `"${tag}"`, contentType: 'application/octet-stream' };
  await sendFile(request, response, served, context.faults);
}
