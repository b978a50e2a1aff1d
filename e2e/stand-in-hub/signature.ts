import { createHmac } from 'node:crypto';

const KEY = 'a key for tests';

function signature(path: string, expires: number): string {
  return createHmac('sha256', KEY).update(`${path} ${expires}`).digest('hex');
}

/** The query that lets `path` be read until `expires`, seconds since 1970. */
export function sign(path: string, expires: number): string {
  return `?Expires=${expires}&Signature=${signature(path, expires)}`;
}

export function isSigned(path: string, query: URLSearchParams, nowSeconds: number): boolean {
  const expires = Number(query.get('Expires') ?? 0);
  return expires > nowSeconds && query.get('Signature') === signature(path, expires);
}
