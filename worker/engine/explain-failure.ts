import type { Provider } from '../../src/shared/engine-api';
import { AppError } from '../../src/shared/errors';

/** How WebAssembly, its C++ and its JavaScript say that there is no more memory. */
const OUT_OF_MEMORY = /bad_alloc|out of memory|memory access out of bounds|allocation failed|Aborted\(|OOM/i;

/**
 * The error of a failed call into onnxruntime: our own as they are; on the graphics card always `backend-failed`, since
 * the CPU may do better; on the CPU `out-of-memory` where memory ran out or the module has crashed, after which its
 * worker is of no more use; and else what `otherwise` makes of its first line.
 */
export function explainFailure(
  cause: unknown,
  provider: Provider,
  phase: 'refused' | 'exception',
  otherwise: (reason: string) => AppError,
): AppError {
  if (cause instanceof AppError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const reason = (text.split('\n')[0] ?? '').slice(0, 200);
  if (provider === 'webgpu')
    return new AppError('backend-failed', { provider, cause: phase, reason }, { cause });
  const crashed = cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError;
  if (crashed || OUT_OF_MEMORY.test(text)) return new AppError('out-of-memory', {}, { cause });
  return otherwise(reason);
}
