import { AppError } from '../../src/shared/errors';
import { LIMITS } from './limits';

/** A file, or a repository as a whole, on the hub. `revision` is undefined where none was named. */
export interface HubReference {
  readonly kind: 'hub';
  readonly repo: string;
  readonly revision: string | undefined;
  readonly path: string | undefined;
}

/** A file anywhere else. */
export interface AddressReference {
  readonly kind: 'address';
  readonly address: string;
}

export type Reference = HubReference | AddressReference;

/** Hosts that mean the hub whichever mirror is set: people paste addresses from there. */
const HUB_HOSTS = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co']);
const LOOPBACK_HOSTS = new Set(['localhost', '127.0.0.1', '[::1]']);
/** First path segments of the hub that are not owners of models. */
const NOT_MODELS = new Set([
  'datasets',
  'spaces',
  'api',
  'docs',
  'papers',
  'collections',
  'blog',
  'settings',
]);
const FILE_PAGES = new Set(['resolve', 'blob', 'raw']);
/** Query parameters of addresses that stop working within the hour, in lower case. */
const SIGNATURES = ['x-amz-signature', 'x-goog-signature', 'signature', 'sig'];
const NAME = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$/;

function invalid(reason: string): AppError {
  return new AppError('reference-invalid', { reason });
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw invalid('encoding');
  }
}

function checkName(name: string): string {
  const bad =
    name.length > LIMITS.nameChars || !NAME.test(name) || name.includes('--') || name.includes('..');
  if (bad) throw invalid('name');
  return name;
}

/** Controls, marks that turn the reading direction, backslashes: never in a model's path, made to mislead. */
const ODD = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\\]/;

function checkRevision(revision: string): string {
  const bad =
    revision === '' ||
    revision.length > LIMITS.revisionChars ||
    ODD.test(revision) ||
    /[\s:?*[~^]/.test(revision) ||
    revision.split('/').some((segment) => segment === '' || segment.startsWith('.')) ||
    revision.includes('..');
  if (bad) throw invalid('revision');
  return revision;
}

function checkPath(path: string): string {
  const bad =
    path.length > LIMITS.pathChars ||
    ODD.test(path) ||
    path.split('/').some((segment) => segment === '' || segment === '.' || segment === '..');
  if (bad) throw invalid('path');
  return path;
}

function hubReference(repo: string, revision: string | undefined, path: string | undefined): HubReference {
  const names = repo.split('/');
  if (names.length > 2) throw invalid('name');
  return {
    kind: 'hub',
    repo: names.map(checkName).join('/'),
    revision: revision === undefined ? undefined : checkRevision(revision),
    path: path === undefined ? undefined : checkPath(path),
  };
}

/** A page or file address of the hub, e.g. `/owner/repo/blob/main/a/model.onnx`. */
function parseHubPath(pathname: string): HubReference {
  const segments = pathname.split('/').filter((segment) => segment !== '');
  if (NOT_MODELS.has(segments[0] ?? '')) throw new AppError('reference-not-model');
  // The oldest repositories have no owner: /gpt2/resolve/main/model.onnx
  const verbAt = FILE_PAGES.has(segments[1] ?? '') ? 1 : 2;
  const repo = segments.slice(0, verbAt).map(decode).join('/');
  const verb = segments[verbAt];
  const [revision, ...path] = segments.slice(verbAt + 1).map(decode);
  if (verb === undefined) {
    if (segments.length < 2) throw invalid('name');
    return hubReference(repo, undefined, undefined);
  }
  if (FILE_PAGES.has(verb)) {
    if (revision === undefined || path.length === 0) throw invalid('path');
    return hubReference(repo, revision, path.join('/'));
  }
  if (verb === 'tree') return hubReference(repo, revision, undefined);
  throw invalid('page');
}

function parseAddress(text: string, hub: string): Reference {
  if (!URL.canParse(text)) throw invalid('address');
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw new AppError('reference-credentials');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw invalid('scheme');
  if (url.origin === new URL(hub).origin || HUB_HOSTS.has(url.hostname)) return parseHubPath(url.pathname);
  if (url.protocol === 'http:' && !LOOPBACK_HOSTS.has(url.hostname)) {
    throw new AppError('reference-insecure', { host: url.host });
  }
  for (const key of url.searchParams.keys()) {
    if (SIGNATURES.includes(key.toLowerCase())) throw new AppError('reference-signed', { host: url.host });
  }
  url.hash = '';
  return { kind: 'address', address: url.href };
}

/** `owner/repo`, `owner/repo/path/file.onnx`, each with an optional `@revision` or `@revision:path`. */
function parseShort(text: string): HubReference {
  const at = text.indexOf('@');
  const [owner, name, ...path] = (at < 0 ? text : text.slice(0, at)).split('/');
  if (owner === undefined || name === undefined) throw invalid('name');
  const repo = `${owner}/${name}`;
  if (at < 0) return hubReference(repo, undefined, path.length === 0 ? undefined : path.join('/'));
  if (path.length > 0) throw invalid('path');
  const rest = text.slice(at + 1);
  const colon = rest.indexOf(':');
  if (colon < 0) return hubReference(repo, rest, undefined);
  return hubReference(repo, rest.slice(0, colon), rest.slice(colon + 1));
}

/**
 * Reads what a person pasted or a link carried. Every host that means the hub becomes a hub reference, so that the
 * configured `hub` origin, a mirror perhaps, is asked.
 *
 * @throws AppError `reference-invalid` (`data.reason`), `-insecure` (plain http beyond this machine),
 *   `-credentials` (user and password in it), `-signed` (an address that expires), `-not-model` (data set, space).
 */
export function parseReference(input: string, hub: string): Reference {
  const text = input.trim();
  if (text === '') throw invalid('empty');
  if (text.length > LIMITS.referenceChars) throw invalid('length');
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) return parseAddress(text, hub);
  const host = text.split('/')[0] ?? '';
  if (HUB_HOSTS.has(host.toLowerCase())) return parseAddress(`https://${text}`, hub);
  return parseShort(text);
}
