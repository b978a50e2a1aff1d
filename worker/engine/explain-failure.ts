import { AppError } from '../../src/shared/errors';

/** How WebAssembly, its C++ and its JavaScript say that there is no more memory. */
const OUT_OF_MEMORY = /bad_alloc|out of memory|memory access out of bounds|allocation failed|Aborted\(|OOM/i;

/**
 * The error of a failed call into onnxruntime: our own as they are, `out-of-memory` where memory ran out or the
 * module has crashed, after which its worker is of no more use, and else what `otherwise` makes of its first line.
 */
export function explainFailure(cause: unknown, otherwise: (reason: string) => AppError): AppError {
  if (cause instanceof AppError) return cause;
  const text = cause instanceof Error ? cause.message : String(cause);
  const crashed = cause instanceof WebAssembly.RuntimeError || cause instanceof RangeError;
  if (crashed || OUT_OF_MEMORY.test(text)) return new AppError('out-of-memory', {}, { cause });
  return otherwise((text.split('\n')[0] ?? '').slice(0, 200));
}
