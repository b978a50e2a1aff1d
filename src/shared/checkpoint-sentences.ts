import type { AppError, ErrorCode, ErrorData } from './errors';

type CheckpointCode = Extract<ErrorCode, `checkpoint-${string}`>;

/** Converts the same file with the program that made it; for networks that are not known here. */
export const EXPORT_COMMAND = 'yolo export model=best.pt format=onnx dynamic=True';

const WAY_OUT = `Convert it with Ultralytics instead: ${EXPORT_COMMAND}`;

/** Said by the page and by the command alike. */
export const CHECKPOINT_SENTENCES: Readonly<Record<CheckpointCode, (data: ErrorData) => string>> = {
  'checkpoint-unrecognised': () => 'This is not a PyTorch checkpoint as Ultralytics writes it.',
  'checkpoint-truncated': () => 'The file ends too early: its download or copy was not completed.',
  'checkpoint-damaged': ({ what = 'unknown place' }) => `The file is damaged (${what}).`,
  'checkpoint-unsupported': ({ what = 'unknown feature' }) =>
    `The file cannot be read here (${what}). ${WAY_OUT}`,
  'checkpoint-too-large': ({ limit = 'size', value = 0 }) => `The file exceeds a limit (${limit}: ${value}).`,
  'checkpoint-forbidden': ({ global, opcode }) =>
    `The file asks for code that no model needs (${global ?? `operation ${opcode ?? '?'}`}). It was not run. Do not open this file with PyTorch.`,
  'checkpoint-no-network': () =>
    'The file holds no network, perhaps only its weights. Use the best.pt or last.pt that a training wrote.',
  'checkpoint-legacy': ({ module = '' }) =>
    `The network (${module}) was made by YOLOv5 or v7 before Ultralytics 8, which is not supported. Convert it with the export.py of its project.`,
  'checkpoint-unknown-module': ({ module = '' }) =>
    `The network has a layer that is not known here: ${module}. ${WAY_OUT}`,
  'checkpoint-unexpected-module': ({ module = '', path = '', attribute = '' }) =>
    `The network has a layer of an unexpected form: ${module} at ${path || 'its root'} (${attribute}). ${WAY_OUT}`,
};

/** A sentence for people, where there is no page to make one; undefined for errors that are not about checkpoints. */
export function describeCheckpointError({ code, data }: AppError): string | undefined {
  return Object.hasOwn(CHECKPOINT_SENTENCES, code)
    ? CHECKPOINT_SENTENCES[code as CheckpointCode](data)
    : undefined;
}
