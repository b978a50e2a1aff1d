function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** Where a file's bytes are asked for. With a commit for `revision` the address never changes its meaning. */
export function resolveAddress(hub: string, repo: string, revision: string, path: string): string {
  return `${hub}/${repo}/resolve/${encodeURIComponent(revision)}/${encodePath(path)}`;
}

/** The page about a file or repository for people; access to a gated repository is asked for on its page. */
export function pageAddress(hub: string, repo: string, revision?: string, path?: string): string {
  if (path === undefined) return `${hub}/${repo}`;
  return `${hub}/${repo}/blob/${encodeURIComponent(revision ?? 'main')}/${encodePath(path)}`;
}

/** Facts about a repository at a revision; its `sha` is the commit. */
export function infoAddress(hub: string, repo: string, revision: string | undefined): string {
  const base = `${hub}/api/models/${repo}`;
  return revision === undefined ? base : `${base}/revision/${encodeURIComponent(revision)}`;
}

/** All files of a repository at a revision, paged. */
export function treeAddress(hub: string, repo: string, revision: string): string {
  return `${hub}/api/models/${repo}/tree/${encodeURIComponent(revision)}?recursive=true`;
}
