import { AppError } from '../../src/shared/errors';
import { LIMITS } from './limits';

/** What is known of the file, from an API or from earlier answers. */
export interface FileFacts {
  readonly size: number | undefined;
  /** What must stay the same while the file is the same: its ETag, or else its date. */
  readonly validator: string | undefined;
}

export interface AskedRange {
  /** First byte wanted. */
  readonly from: number;
  /** One past the last byte wanted; undefined where no range was asked for. */
  readonly to: number | undefined;
}

/**
 * `part`: the body is bytes `from` to `end` (exclusive). `whole`: the body is the file from its first byte.
 * `opaque`: a range came, but the script may not see which; ask without a range.
 */
export type Answer =
  | { readonly kind: 'part'; readonly end: number; readonly facts: FileFacts }
  | { readonly kind: 'whole'; readonly facts: FileFacts }
  | { readonly kind: 'opaque' };

function validatorOf(headers: Headers): string | undefined {
  const etag = headers.get('ETag');
  if (etag !== null) return `etag ${etag}`;
  const modified = headers.get('Last-Modified');
  return modified === null ? undefined : `modified ${modified}`;
}

/** Both known, of the same sort, and not the same. */
function differ(before: string | undefined, now: string | undefined): boolean {
  if (before === undefined || now === undefined) return false;
  return before.split(' ', 1)[0] === now.split(' ', 1)[0] && before !== now;
}

function checkSize(known: number | undefined, told: number | undefined): void {
  if (told === 0) throw new AppError('download-empty');
  if (known !== undefined && told !== undefined && known !== told) {
    throw new AppError('download-length', { expected: known, actual: told });
  }
  if ((told ?? known ?? 0) > LIMITS.modelBytes) {
    throw new AppError('model-too-large', { size: told ?? known ?? 0, limit: LIMITS.modelBytes });
  }
}

function judgePart(headers: Headers, asked: AskedRange, known: FileFacts): Answer {
  const told = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers.get('Content-Range') ?? '');
  if (!told || asked.to === undefined) return { kind: 'opaque' };
  const [start, last, size] = told.slice(1).map(Number) as [number, number, number];
  const end = last + 1;
  checkSize(known.size, size);
  // Fewer bytes than asked for are allowed, others are not.
  if (start !== asked.from || end <= start || end > asked.to || end > size) {
    throw new AppError('download-range-wrong', { from: asked.from, to: asked.to, start, end });
  }
  return { kind: 'part', end, facts: { size, validator: known.validator ?? validatorOf(headers) } };
}

/**
 * Says what the body of a successful answer is, before one byte of it is taken.
 *
 * @throws AppError `download-changed`, `-length`, `-range-wrong`, `-html`, `-empty`, `model-too-large`.
 */
export function judgeAnswer(response: Response, asked: AskedRange, known: FileFacts): Answer {
  const { headers, status } = response;
  if (/^text\/html\b/i.test(headers.get('Content-Type') ?? '')) throw new AppError('download-html');
  if (differ(known.validator, validatorOf(headers))) throw new AppError('download-changed');
  if (status === 206) return judgePart(headers, asked, known);
  // The length of a compressed answer is that of the compressed bytes, and another origin's encoding is hidden from
  // the script: a length told here is only ever compared with a known one by counting the bytes themselves.
  return { kind: 'whole', facts: { size: known.size, validator: known.validator ?? validatorOf(headers) } };
}
