import type { ByteSource } from '../src/shared/byte-source';
import type { CheckpointFacts, ModelFacts } from '../src/shared/models-api';
import { convertCheckpoint } from './convert/convert-checkpoint';
import type { CheckpointSummary } from './convert/network/checkpoint-summary';
import { createSha256 } from './sources/sha256';

/** The ONNX model made of a checkpoint, and what the checkpoint says of it. */
export interface ConvertedModel {
  readonly onnx: Uint8Array<ArrayBuffer>;
  readonly facts: ModelFacts;
}

/** What Ultralytics trains at where a checkpoint does not say. */
const DEFAULT_SIDE = 640;

/** Converts a checkpoint; `onOpened` is told what it is and how many bytes of weights are still to be read. */
export async function convertModel(
  source: ByteSource,
  onOpened: (opened: { readonly bytesNeeded: number; readonly facts: ModelFacts }) => void | Promise<void>,
  signal?: AbortSignal,
): Promise<ConvertedModel> {
  const hasher = await createSha256();
  const { size: fileSize } = source;
  const { onnx, summary, origin } = await convertCheckpoint(
    source,
    {
      hasher,
      onOpened: ({ bytesNeeded, summary }) => {
        const reading = { bytesRead: bytesNeeded, fileSize, sha256OfParts: undefined };
        return onOpened({ bytesNeeded, facts: modelFacts(summary, reading) });
      },
    },
    signal,
  );
  const bytesRead = origin.ranges.reduce((sum, { start, end }) => sum + end - start, 0);
  return { onnx, facts: modelFacts(summary, { bytesRead, fileSize, sha256OfParts: hasher.hex() }) };
}

function modelFacts(
  summary: CheckpointSummary,
  reading: Pick<CheckpointFacts, 'bytesRead' | 'fileSize' | 'sha256OfParts'>,
): ModelFacts {
  const [height, width] = summary.imageSize ?? [DEFAULT_SIDE, DEFAULT_SIDE];
  const { task, names, architecture, parameters, date, version, license } = summary;
  const { trainMetrics: metrics, trainArguments } = summary;
  return {
    task,
    classes: names,
    inputSize: { width, height },
    checkpoint: {
      ...{ architecture, parameters, date, version, license, metrics },
      arguments: trainArguments,
      ...reading,
    },
  };
}
