import type { ErrorCode, ErrorData } from '../shared/errors';
import { formatBytes } from './format';
import type { Sentence } from './sentence';

const bytes = (value: ErrorData[string] | undefined) => formatBytes(Number(value ?? 0));
const KEPT = 'What came so far is kept';

/** Sentences about finding, fetching and keeping models. */
export const MODEL_SENTENCES = {
  'reference-invalid': () =>
    'This is neither a Hugging Face model nor an address. Write owner/repo, owner/repo/file.onnx, or paste the link of the file.',
  'reference-insecure': ({ host }) =>
    `${host} would be asked without encryption. Use an https address; http works on this machine only.`,
  'reference-credentials': () =>
    'The address holds a user name or password, which would be stored with it. Paste it without, and use the token field for private models.',
  'reference-signed': ({ host }) =>
    `This is a signed address of ${host}, which expires within the hour. Paste the link of the file's page instead.`,
  'reference-not-model': () =>
    'This address is not one of a model. Paste the link of the model or of its file.',
  'hub-file-missing': ({ repo, path }) =>
    `${repo} has no file ${path}. Check its name, or enter ${repo} alone to see its files.`,
  'hub-revision-missing': ({ repo, revision }) =>
    `${repo} has no branch, tag or commit ${revision}. Leave it out to use the main branch.`,
  'hub-repo-missing': ({ repo }) => `There is no model ${repo} on the hub. Check its spelling.`,
  'hub-private-or-missing': ({ repo, token }) =>
    token === 'sent'
      ? `The hub does not show ${repo} to this token: it is private, or does not exist. Check the name and the token.`
      : `${repo} is private or does not exist; the hub does not say which. If it is yours, enter a hub token and try again.`,
  'hub-gated': ({ repo, token }) =>
    token === 'sent'
      ? `The hub did not accept the token for ${repo}. Enter a valid one of an account that was granted access.`
      : `${repo} asks everybody for their consent first. Ask for access on its page, then enter a hub token.`,
  'hub-gated-refused': ({ repo }) =>
    `Your account has not been granted access to ${repo} yet. Ask for it on its page; its owners may have to approve.`,
  'hub-refused': ({ status }) =>
    `The hub refused (HTTP ${status}). Look at the page of the model for the reason.`,
  'hub-answer-invalid': ({ host }) =>
    `${host} answered something that is not the answer of a hub. Check the hub's address, or sign in to the network you are on.`,
  'hub-busy': () =>
    `The hub has had too many requests from this network and asks to wait. ${KEPT}; try again in five minutes.`,
  'hub-failed': ({ status }) =>
    `The hub has a failure of its own (HTTP ${status}). ${KEPT}; try again later.`,
  'download-refused': ({ status, host }) =>
    status === 404
      ? `There is no file at this address of ${host} (HTTP 404). Check the address, or choose another model.`
      : `${host} refused to send the file (HTTP ${status}). Check the address, or choose another model.`,
  'download-expired': () =>
    `The permission to download has expired. ${KEPT}; download again to go on from there.`,
  'download-truncated': () =>
    `The connection ended too early, several times. ${KEPT}; download again to go on from there.`,
  'download-stalled': ({ seconds }) =>
    `Nothing came for ${seconds} seconds. ${KEPT}; download again to go on from there.`,
  'download-changed': () =>
    'The file was exchanged on the server while it was being downloaded. Nothing of the mixture was kept; download it again.',
  'download-length': ({ expected, actual }) =>
    `The file is not as long as was announced (${bytes(actual)} instead of ${bytes(expected)}), so it was not used. Download it again, or tell its owner.`,
  'download-range-wrong': () =>
    'The server sent another part of the file than was asked for. Try again, or use another address.',
  'download-html': () =>
    'A web page came in place of the model. Check the address, or sign in to the network you are on.',
  'download-pointer': () =>
    'This is a Git LFS pointer, not the model itself. Paste the "resolve" or "download" link of the file.',
  'download-empty': () => 'The file is empty (0 bytes). Check its source.',
  'download-hash': () =>
    'What came is not what was published (its SHA-256 differs), so nothing of it was kept. Download it again; if it happens again, tell its owner.',
  'model-too-large': ({ size, limit }) =>
    `The model has ${bytes(size)}; more than ${bytes(limit)} do not fit a browser's memory. Choose a smaller one.`,
  'model-not-kept': () => 'The model is not on this device yet. Download it first.',
  'model-damaged': () => 'The stored model is damaged, so it is not used. Download it again.',
  'model-unknown': () => 'This model is no longer listed. It may have been deleted in another tab.',
  'store-full': ({ needed }) =>
    needed === undefined
      ? 'The browser has no room left. Delete a model you no longer need; nothing that was kept is lost.'
      : `There is no room for ${bytes(needed)} more. Delete a model you no longer need; nothing that was kept is lost.`,
  'store-failed': ({ reason }) =>
    `The browser's storage failed (${reason}). Free disk space or reload; nothing that was kept is lost.`,
} satisfies Partial<Record<ErrorCode, Sentence>>;
