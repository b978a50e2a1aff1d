import type { Reference } from './parse-reference';

/**
 * The one way to write a reference: `parseReference` of it gives an equal reference, and equal references give the
 * same text, so that it serves as a model's identity.
 */
export function formatReference(reference: Reference): string {
  if (reference.kind === 'address') return reference.address;
  const { repo, revision, path } = reference;
  // `main` is what no revision means. A repository without an owner has only its address.
  if (!repo.includes('/')) {
    const encoded = (path ?? '').split('/').map(encodeURIComponent).join('/');
    return `https://huggingface.co/${repo}/resolve/${encodeURIComponent(revision ?? 'main')}/${encoded}`;
  }
  const named = revision !== undefined && revision !== 'main';
  if (path === undefined) return named ? `${repo}@${revision}` : repo;
  // An `@` in the path would be read as the start of a revision.
  if (named || path.includes('@')) return `${repo}@${revision ?? 'main'}:${path}`;
  return `${repo}/${path}`;
}
