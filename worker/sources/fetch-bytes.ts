import { AppError } from '../../src/shared/errors';
import type { OnProgress } from '../../src/shared/progress';

export interface FetchBytesOptions {
  readonly what: 'engine' | 'model';
  /** Bytes expected, for the progress; a server may not tell. */
  readonly size: number | undefined;
  readonly onProgress: OnProgress;
  readonly fetch: typeof fetch;
}

/**
 * Fetches a file of the site itself, whole.
 * @throws AppError `engine-failed`, `model-missing` (404), `server-refused`, `network-failed`
 */
export async function fetchBytes(
  address: string,
  options: FetchBytesOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const { what, size, onProgress } = options;
  // What is fetched is kept elsewhere; a stale copy of the browser's own would make every next try the same.
  const request = { credentials: 'omit', cache: 'no-cache' } as const;
  const response = await options.fetch(address, request).catch((cause: unknown) => {
    throw new AppError('network-failed', { address }, { cause });
  });
  if (what === 'engine' && !response.ok) {
    throw new AppError('engine-failed', {
      reason: `the server does not send its file (HTTP ${response.status})`,
    });
  }
  if (response.status === 404) throw new AppError('model-missing', { address });
  if (!response.ok || !response.body) {
    throw new AppError('server-refused', { address, status: response.status });
  }
  const total = size ?? lengthOf(response);
  const chunks: Uint8Array[] = [];
  let received = 0;
  onProgress({ what, received, total });
  try {
    for await (const chunk of response.body) {
      chunks.push(chunk);
      received += chunk.length;
      onProgress({ what, received, total });
    }
  } catch (cause) {
    throw new AppError('network-failed', { address }, { cause });
  }
  return join(chunks, received);
}

function lengthOf(response: Response): number | undefined {
  // The length of a compressed body is not the length of what arrives here.
  if (response.headers.has('Content-Encoding')) return undefined;
  const length = Number(response.headers.get('Content-Length'));
  return length > 0 ? length : undefined;
}

function join(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
