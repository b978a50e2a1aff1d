import type { Added, ModelChoice } from '../../src/shared/models-api';
import { fetchModelInfo } from '../sources/fetch-model-info';
import { formatReference } from '../sources/format-reference';
import { pageAddress } from '../sources/hub-address';
import { LIMITS } from '../sources/limits';
import { listFiles } from '../sources/list-files';
import { modelFormat } from '../sources/model-format';
import { parseReference, type HubReference } from '../sources/parse-reference';
import { newRow, type ModelRow } from '../store/model-row';
import type { LibraryContext } from './library-deps';
import { askSource } from './plan-download';
import { sourceOfEntry, sourceOfReference, sourceText } from './row-source';

/** A person waits at the field: fail within seconds. */
const WATCHED = { attempts: LIMITS.attemptsWhileWatched };

export type AddedRow =
  { readonly kind: 'model'; readonly row: ModelRow } | Extract<Added, { kind: 'choices' }>;

async function choices(context: LibraryContext, reference: HubReference): Promise<AddedRow> {
  const { transport } = context;
  const hub = context.hub();
  const { repo, revision } = reference;
  const { commit, gated } = await fetchModelInfo(transport, hub, reference, WATCHED);
  const files: ModelChoice[] = [];
  for await (const { path, size, sha256 } of listFiles(transport, hub, { repo, revision: commit }, WATCHED)) {
    const format = modelFormat(path);
    if (format === 'unknown') continue;
    const text = formatReference({ kind: 'hub', repo, revision, path });
    files.push({ path, reference: text, format, size, sha256 });
  }
  return { kind: 'choices', repo, commit, gated, page: pageAddress(hub.origin, repo), files };
}

/** The catalogue's own name for a source, so that adding a listed model by hand does not double it. */
function catalogueId(context: LibraryContext, text: string): string | undefined {
  const hub = context.hub().origin;
  const listed = context
    .entries()
    .find((entry) => !context.isBundled(entry) && sourceText(sourceOfEntry(entry, hub)) === text);
  return listed?.id;
}

/**
 * Looks a reference up at its source and notes the model. Fetches facts only.
 *
 * @throws AppError as `parseReference` and `askSource`.
 */
export async function addReference(context: LibraryContext, text: string): Promise<AddedRow> {
  const reference = parseReference(text, context.hub().origin);
  const source = sourceOfReference(reference);
  if (!source) return choices(context, reference as HubReference);
  const canonical = sourceText(source);
  const id = catalogueId(context, canonical) ?? canonical;
  const offered = await askSource(context, source, WATCHED);
  const row = await context.store.rows.update(id, (known) => ({
    ...(known ?? newRow(id, canonical, source)),
    offered,
  }));
  return { kind: 'model', row: row ?? newRow(id, canonical, source) };
}
