/**
 * Every way the app can fail, as a closed list. `retryable` says whether the same request may succeed later
 * without anything else having changed. The sentences a person reads are made from these in `src/ui`.
 */
const CODES = {
  'file-unreadable': { retryable: true },
  'picture-empty': { retryable: false },
  'picture-unrecognised': { retryable: false },
  'picture-unsupported': { retryable: false },
  'picture-too-large': { retryable: false },
  'picture-damaged': { retryable: false },
  'decoder-lost': { retryable: true },
  'catalogue-invalid': { retryable: false },
  'model-not-onnx': { retryable: false },
  'model-truncated': { retryable: false },
  'model-not-detector': { retryable: false },
  'model-refused': { retryable: false },
  'checkpoint-unrecognised': { retryable: false },
  'checkpoint-truncated': { retryable: false },
  'checkpoint-damaged': { retryable: false },
  'checkpoint-unsupported': { retryable: false },
  'checkpoint-too-large': { retryable: false },
  'checkpoint-forbidden': { retryable: false },
  'checkpoint-no-network': { retryable: false },
  'checkpoint-legacy': { retryable: false },
  'checkpoint-unknown-module': { retryable: false },
  'checkpoint-unexpected-module': { retryable: false },
  'engine-failed': { retryable: false },
  'backend-failed': { retryable: false },
  'out-of-memory': { retryable: true },
  'inference-failed': { retryable: false },
  'worker-lost': { retryable: true },
  'library-lost': { retryable: true },
  unexpected: { retryable: false },
  'network-failed': { retryable: true },
  'server-refused': { retryable: true },
  'reference-invalid': { retryable: false },
  'reference-insecure': { retryable: false },
  'reference-credentials': { retryable: false },
  'reference-signed': { retryable: false },
  'reference-not-model': { retryable: false },
  'hub-file-missing': { retryable: false },
  'hub-revision-missing': { retryable: false },
  'hub-repo-missing': { retryable: false },
  'hub-private-or-missing': { retryable: false },
  'hub-gated': { retryable: false },
  'hub-gated-refused': { retryable: false },
  'hub-refused': { retryable: false },
  'hub-answer-invalid': { retryable: false },
  'hub-busy': { retryable: true },
  'hub-failed': { retryable: true },
  'download-refused': { retryable: false },
  'download-expired': { retryable: true },
  'download-truncated': { retryable: true },
  'download-stalled': { retryable: true },
  'download-changed': { retryable: false },
  'download-length': { retryable: false },
  'download-range-wrong': { retryable: false },
  'download-html': { retryable: false },
  'download-pointer': { retryable: false },
  'download-empty': { retryable: false },
  'download-hash': { retryable: false },
  'model-too-large': { retryable: false },
  'model-not-kept': { retryable: false },
  'model-damaged': { retryable: false },
  'model-unknown': { retryable: false },
  'store-full': { retryable: false },
  'store-failed': { retryable: true },
} as const satisfies Record<string, { retryable: boolean }>;

export type ErrorCode = keyof typeof CODES;

/** Facts a sentence may need, e.g. a file name, a size, an HTTP status. Never a token. */
export type ErrorData = Readonly<Record<string, string | number>>;

/** The only error type that crosses a thread. Anything else that is thrown is a bug. */
export class AppError extends Error {
  override readonly name = 'AppError';

  constructor(
    readonly code: ErrorCode,
    readonly data: ErrorData = {},
    options?: ErrorOptions,
  ) {
    super(code, options);
  }

  get retryable(): boolean {
    return CODES[this.code].retryable;
  }
}

/** Whether `value` names an error code; for records that come from another thread or from storage. */
export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === 'string' && Object.hasOwn(CODES, value);
}

/** An abort is a person's wish, never shown as an error. */
export function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
