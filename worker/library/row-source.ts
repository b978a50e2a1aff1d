import type { CatalogueEntry } from '../../src/shared/types';
import { formatReference } from '../sources/format-reference';
import { pageAddress, resolveAddress } from '../sources/hub-address';
import { parseReference, type Reference } from '../sources/parse-reference';
import type { RemoteFile, RowSource } from '../store/model-row';

/** The source of a reference to a file; undefined for a repository as a whole. */
export function sourceOfReference(reference: Reference): RowSource | undefined {
  if (reference.kind === 'address') return reference;
  const { repo, revision, path } = reference;
  return path === undefined ? undefined : { kind: 'hub', repo, revision, path };
}

/** @throws AppError as `parseReference`, for an address that is not the site's own. */
export function sourceOfEntry(entry: CatalogueEntry, hub: string): RowSource {
  const source = sourceOfReference(parseReference(entry.address, hub));
  return source ?? { kind: 'address', address: entry.address };
}

/** As a person can paste it again; the name of a local file. Equal sources give equal texts. */
export function sourceText(source: RowSource): string {
  return source.kind === 'file' ? source.name : formatReference(source);
}

/** The name that says what the file is. */
export function sourcePath(source: RowSource): string {
  if (source.kind === 'file') return source.name;
  return source.kind === 'hub' ? source.path : new URL(source.address).pathname;
}

/** Where its bytes are asked for; undefined for a local file. */
export function fileAddress(
  source: RowSource,
  file: RemoteFile | undefined,
  hub: string,
): string | undefined {
  if (source.kind === 'file') return undefined;
  if (source.kind === 'address') return source.address;
  return resolveAddress(hub, source.repo, file?.commit ?? source.revision ?? 'main', source.path);
}

/** The page for people. */
export function sourcePage(source: RowSource, hub: string): string | undefined {
  return source.kind === 'hub' ? pageAddress(hub, source.repo, source.revision, source.path) : undefined;
}
