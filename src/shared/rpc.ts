import * as Comlink from 'comlink';
import { AppError, isErrorCode, type ErrorData } from './errors';

interface Thrown {
  readonly value: unknown;
}

interface AppErrorRecord {
  readonly appError: { readonly code: string; readonly data: ErrorData; readonly cause: string | undefined };
}

function isAppErrorRecord(value: unknown): value is AppErrorRecord {
  return typeof value === 'object' && value !== null && 'appError' in value;
}

/**
 * Makes thrown `AppError`s arrive on the other side with their code and data; Comlink alone keeps
 * message, name and stack. To be called once in each thread before anything is exposed or wrapped.
 */
export function installErrorTransfer(): void {
  const plain = Comlink.transferHandlers.get('throw');
  if (!plain) throw new Error('Comlink has no handler for thrown values');
  Comlink.transferHandlers.set('throw', {
    canHandle: (value): value is Thrown => plain.canHandle(value),
    serialize: (thrown: Thrown) => {
      const error = thrown.value;
      if (!(error instanceof AppError)) return plain.serialize(thrown);
      const cause = error.cause instanceof Error ? error.cause.message : undefined;
      return [{ appError: { code: error.code, data: error.data, cause } }, []];
    },
    deserialize: (record: unknown) => {
      if (!isAppErrorRecord(record)) return plain.deserialize(record);
      const { code, data, cause } = record.appError;
      if (!isErrorCode(code)) throw new Error(`unknown error code ${code}`);
      throw new AppError(code, data, { cause });
    },
  });
}

export { expose, proxy, transfer, wrap, releaseProxy, type Remote } from 'comlink';
