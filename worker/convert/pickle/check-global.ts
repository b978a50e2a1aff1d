import { AppError } from '../../../src/shared/errors';
import { ALLOWED_GLOBALS, LEGACY_NAMESPACE, MODULE_NAMESPACES } from '../limits';

/** Throws unless `name` is on the closed list; the error says whether it is a layer not known here or worse. */
export function checkGlobal(name: string): void {
  if (ALLOWED_GLOBALS.has(name)) return;
  const shown = name.slice(0, 200);
  if (name.startsWith(LEGACY_NAMESPACE)) throw new AppError('checkpoint-legacy', { module: shown });
  if (MODULE_NAMESPACES.some((space) => name.startsWith(space))) {
    throw new AppError('checkpoint-unknown-module', { module: shown });
  }
  throw new AppError('checkpoint-forbidden', { global: shown });
}
