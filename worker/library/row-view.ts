import type { DownloadProgress, ModelState, ModelView } from '../../src/shared/models-api';
import type { CatalogueEntry } from '../../src/shared/types';
import { modelFormat } from '../sources/model-format';
import type { ModelRow, Part, RemoteFile } from '../store/model-row';
import type { LibraryContext } from './library-deps';
import { sourceOfEntry, sourcePage, sourcePath, sourceText } from './row-source';

/** Bytes of the parts that count. */
export function partBytes(parts: readonly Part[]): number {
  return parts.reduce((sum, part) => sum + part.size, 0);
}

/** Whether what is kept is not the file itself but the model made of it. */
export function isConverted({ source }: ModelRow): boolean {
  return modelFormat(sourcePath(source)) === 'checkpoint';
}

/** The hash of the source's file, as far as it is known. */
export function sourceHash(row: ModelRow): string | undefined {
  return isConverted(row) ? row.kept?.file.sha256 : row.kept?.sha256;
}

/** Whether the source has another file than the one that is kept, as far as both are known. */
export function hasUpdate(row: ModelRow, entry: CatalogueEntry | undefined): boolean {
  const { kept, offered } = row;
  if (!kept) return false;
  const published = entry?.sha256 ?? offered?.sha256;
  const had = sourceHash(row);
  if (published !== undefined && had !== undefined) return published !== had;
  if (!offered) return false;
  const differ = (before: unknown, now: unknown) =>
    before !== undefined && now !== undefined && before !== now;
  return (
    differ(isConverted(row) ? kept.file.size : kept.size, offered.size) ||
    differ(kept.file.validator, offered.validator)
  );
}

function stateOf(context: LibraryContext, row: ModelRow, entry: CatalogueEntry | undefined): ModelState {
  const { persistent } = context.store;
  if (row.kept) {
    if (row.damaged) return 'damaged';
    if (entry && context.isBundled(entry)) return 'bundled';
    if (hasUpdate(row, entry)) return 'update';
    return persistent ? 'kept' : 'memory';
  }
  if (row.partial && row.partial.parts.length > 0) return 'partial';
  return entry && context.isBundled(entry) ? 'bundled' : 'remote';
}

/** A row as the panel shows it. */
export function rowView(
  context: LibraryContext,
  row: ModelRow,
  progress: DownloadProgress | undefined,
): ModelView {
  const { source, kept, partial, offered, facts } = row;
  const hub = context.hub().origin;
  const entry = context.entry(row.id);
  const state = stateOf(context, row, entry);
  const file: RemoteFile | undefined = kept?.file ?? partial?.file ?? offered;
  const converted = kept !== undefined && isConverted(row);
  const published = converted ? undefined : (file?.sha256 ?? entry?.sha256);
  return {
    id: row.id,
    label: entry?.label ?? row.label,
    state,
    format: modelFormat(sourcePath(source)),
    source: sourceText(source),
    shareable: source.kind !== 'file',
    page: sourcePage(source, hub),
    size: kept?.size ?? file?.size ?? entry?.size,
    received: partial ? partBytes(partial.parts) : 0,
    needed: partial?.needed ?? file?.size,
    sha256: kept?.sha256 ?? published,
    sha256Published: published !== undefined,
    commit: file?.commit,
    keptAt: kept?.keptAt,
    usedAt: kept?.usedAt,
    facts,
    thresholds: entry?.thresholds ?? {},
    tileSide: entry?.tileSide,
    progress,
  };
}

/** A model of the catalogue of which this device knows nothing yet, or which is part of the site. */
export function entryView(
  context: LibraryContext,
  entry: CatalogueEntry,
  progress: DownloadProgress | undefined,
): ModelView {
  const bundled = context.isBundled(entry);
  const hub = context.hub().origin;
  const source = bundled ? undefined : sourceOfEntry(entry, hub);
  return {
    id: entry.id,
    label: entry.label,
    state: bundled ? 'bundled' : 'remote',
    format: modelFormat(source ? sourcePath(source) : new URL(entry.address).pathname),
    source: source ? sourceText(source) : entry.id,
    shareable: true,
    page: source && sourcePage(source, hub),
    size: entry.size,
    received: 0,
    needed: entry.size,
    sha256: entry.sha256,
    sha256Published: entry.sha256 !== undefined,
    commit: undefined,
    keptAt: undefined,
    usedAt: undefined,
    facts: undefined,
    thresholds: entry.thresholds,
    tileSide: entry.tileSide,
    progress,
  };
}
