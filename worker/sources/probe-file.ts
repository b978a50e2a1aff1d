import { answerError } from './answer-error';
import { createBackoff, type BackoffOptions } from './backoff';
import { judgeAnswer, type FileFacts } from './judge-answer';
import { send } from './send';
import type { Transport } from './transport';

/**
 * Size and validator of a file at a plain address, by asking for its first byte: `HEAD` loses the length to
 * compression. The size is undefined where the server does not let a script see it.
 *
 * @throws AppError a code of `answerError` or `judgeAnswer`; `network-failed`.
 */
export async function probeFile(
  transport: Transport,
  address: string,
  options: BackoffOptions = {},
): Promise<FileFacts> {
  const backoff = createBackoff(transport, options);
  for (;;) {
    try {
      const headers = { Range: 'bytes=0-0' };
      const response = await send(transport, address, { headers, signal: options.signal });
      await response.body?.cancel();
      if (!response.ok) throw answerError(response, address, undefined);
      const nothing = { size: undefined, validator: undefined };
      const answer = judgeAnswer(response, { from: 0, to: 1 }, nothing);
      return answer.kind === 'opaque' ? nothing : answer.facts;
    } catch (error) {
      await backoff.failed(error);
    }
  }
}
