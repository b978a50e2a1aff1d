import { AppError } from '../../src/shared/errors';
import type { HubAccess, Transport } from './transport';

export interface Sending {
  /** Only headers that need no preflight, or the storage origin refuses the request it is redirected to. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly hub?: HubAccess | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * One request as all of this folder's are made: no cookies, no referrer, nothing from or into the HTTP cache (the
 * model store is the cache), and the token only where the address itself is the hub's. On a redirect to another
 * origin the browser drops `Authorization`; the signed address needs none.
 *
 * @throws AppError `network-failed` (`data.host`); the abort's reason after an abort.
 */
export async function send(transport: Transport, address: string, sending: Sending): Promise<Response> {
  const { origin, host } = new URL(address);
  const headers = new Headers(sending.headers);
  const hub = sending.hub;
  if (hub?.token !== undefined && origin === new URL(hub.origin).origin) {
    headers.set('Authorization', `Bearer ${hub.token}`);
  }
  try {
    return await transport.fetch(address, {
      headers,
      mode: 'cors',
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'follow',
      referrerPolicy: 'no-referrer',
      ...(sending.signal && { signal: sending.signal }),
    });
  } catch (cause) {
    if (sending.signal?.aborted === true) throw sending.signal.reason;
    // A refused connection, a refused preflight and a redirect loop look the same to a script.
    throw new AppError('network-failed', { host }, { cause });
  }
}
