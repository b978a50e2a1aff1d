import type { AppError, ErrorCode } from '../shared/errors';
import type { Sentence } from './sentence';
import { CHECKPOINT_SENTENCES } from '../shared/checkpoint-sentences';
import { formatCount } from './format';
import { MODEL_SENTENCES } from './model-sentences';

/** What happened and what to do about it, for people. The name of the file stands before it. */
const SENTENCES: Readonly<Record<ErrorCode, Sentence>> = {
  'file-unreadable': ({ name = 'The file' }) =>
    `${name} can no longer be read: it was moved, changed or deleted after it was chosen. Choose it again.`,
  'picture-empty': () => 'The file is empty (0 bytes). Copy it again from where it came from.',
  'picture-unrecognised': () =>
    'This is not a picture, whatever its name says. Choose a JPEG, PNG, WebP, AVIF, GIF or BMP file.',
  'picture-unsupported': ({ format }) =>
    `${format} pictures cannot be read here. Save it as JPEG or PNG and add it again.`,
  'picture-too-large': ({ width, height }) =>
    `${formatCount(width)} x ${formatCount(height)} pixels do not fit a browser's memory. Cut it into pieces of at most 120 million pixels, 32,767 a side.`,
  'picture-damaged': () =>
    'The file is damaged or was cut off on its way, so part of the picture is missing. Copy or download it again.',
  'decoder-lost': () =>
    'Reading this picture ended the reader twice, perhaps for want of memory. Close other tabs, or save the picture smaller.',
  'catalogue-invalid': ({ where }) =>
    `The list of models of this site (models.json) is not valid at ${where}. Its owner has to correct it.`,
  ...MODEL_SENTENCES,
  ...CHECKPOINT_SENTENCES,
  'model-not-onnx': () =>
    'The file is not an ONNX model; a server may have sent a web page in its place. Check its address, or choose another model.',
  'model-truncated': () => 'The model file ends too early. Fetch it again, or export it again.',
  'model-not-detector': ({ reason }) =>
    `The model does not find boxes in pictures: ${reason}. Choose a YOLO detection model.`,
  'model-refused': ({ reason }) =>
    `The engine cannot run this model (${reason}). Export it again as ONNX, or choose another one.`,
  'engine-failed': ({ reason }) => `The engine could not start: ${reason}. Reload the page.`,
  'backend-failed': ({ provider }) =>
    `${provider === 'webgpu' ? 'WebGPU' : 'The engine'} failed on this model. Choose another engine.`,
  'out-of-memory': () =>
    'There was not enough memory for this. Close other tabs, or choose a smaller model or input size.',
  'inference-failed': ({ width, height }) =>
    width === undefined
      ? 'No model is open. Choose a model and try again.'
      : `The model failed on this picture (input of ${width} x ${height}). Try a smaller input size, or reload the page.`,
  'worker-lost': () =>
    'The engine was stopped twice while it worked on this, perhaps for want of memory. Close other tabs, or try a smaller picture or model.',
  'library-lost': () =>
    'What fetches and keeps models was stopped, perhaps for want of memory. What had come is kept. Try again.',
  'network-failed': () =>
    'It could not be fetched: there is no connection, or the server does not answer. Try again when you are online.',
  'server-refused': ({ status }) => `The server refused to send it (HTTP ${status}). Try again later.`,
  unexpected: ({ reason }) => `Something went wrong that should not have: ${reason}. Reload the page.`,
};

/** The sentence for an error. */
export function sentenceFor(error: AppError): string {
  return SENTENCES[error.code](error.data);
}

/** The page where the person can do something about it, e.g. ask for access. */
export function pageFor({ data }: AppError): string | undefined {
  const { page } = data;
  return typeof page === 'string' && /^https?:/.test(page) ? page : undefined;
}
