import { createHash } from 'node:crypto';

/** What a test puts into a repository. */
export interface FileSpec {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Large files live on the storage origin and have a published hash; others are served by the hub itself. */
  readonly lfs?: boolean;
}

export interface RepoSpec {
  readonly name: string;
  readonly files: readonly FileSpec[];
  readonly gated?: 'auto' | 'manual';
  readonly private?: boolean;
}

/** Which repositories a token opens: private ones it may see, gated ones its owner was granted. */
export type Tokens = Readonly<Record<string, { readonly opens: readonly string[] }>>;

export interface StoredFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly lfs: boolean;
  readonly sha256: string;
  /** Git's hash of the file, or of its pointer. */
  readonly oid: string;
  /** What the storage origin calls it: 64 hex digits that are, on purpose, not the sha256. */
  readonly etag: string;
}

type Commit = ReadonlyMap<string, StoredFile>;

export interface Repo {
  readonly name: string;
  readonly gated: 'auto' | 'manual' | false;
  readonly private: boolean;
  readonly commits: Map<string, Commit>;
  readonly branches: Map<string, string>;
}

const digest = (algorithm: 'sha1' | 'sha256', ...parts: (string | Uint8Array)[]): string => {
  const hash = createHash(algorithm);
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
};

function storeFile(repo: string, spec: FileSpec): StoredFile {
  const { path, bytes, lfs = true } = spec;
  const sha256 = digest('sha256', bytes);
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${sha256}\nsize ${bytes.length}\n`;
  const git = lfs ? Buffer.from(pointer) : bytes;
  return {
    path,
    bytes,
    lfs,
    sha256,
    oid: digest('sha1', `blob ${git.length}\0`, git),
    etag: digest('sha256', `${repo}/${path} `, sha256),
  };
}

/** Puts files on a branch as a new commit and gives its 40 hex digits; without files the branch is only named. */
export function push(repo: Repo, branch: string, files: readonly FileSpec[]): string {
  const stored = files.map((file) => storeFile(repo.name, file)).sort((a, b) => a.path.localeCompare(b.path));
  const history = String(repo.commits.size);
  const id = digest('sha1', repo.name, history, ...stored.map(({ path, oid }) => `${path} ${oid}\n`));
  repo.commits.set(id, new Map(stored.map((file) => [file.path, file])));
  repo.branches.set(branch, id);
  return id;
}

export function createRepo(spec: RepoSpec): Repo {
  const repo: Repo = {
    name: spec.name,
    gated: spec.gated ?? false,
    private: spec.private ?? false,
    commits: new Map(),
    branches: new Map(),
  };
  push(repo, 'main', spec.files);
  return repo;
}

/** The commit that a branch or a commit's own name means. */
export function findCommit(repo: Repo, revision: string): { id: string; files: Commit } | undefined {
  const id = repo.branches.get(revision === 'HEAD' ? 'main' : revision) ?? revision;
  const files = repo.commits.get(id);
  return files && { id, files };
}
