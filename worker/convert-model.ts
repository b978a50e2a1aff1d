import type { ByteSource } from '../src/shared/byte-source';
import type { ModelFacts } from '../src/shared/models-api';
import { convertCheckpoint } from './convert/convert-checkpoint';
import { createSha256 } from './sources/sha256';

/** The ONNX model made of a checkpoint, and what the checkpoint says of it. */
export interface ConvertedModel {
  readonly onnx: Uint8Array<ArrayBuffer>;
  readonly facts: ModelFacts;
}

/** What Ultralytics trains at where a checkpoint does not say. */
const DEFAULT_SIDE = 640;

/** Converts a checkpoint; `onOpened` is told how many bytes of weights are still to be read. */
export async function convertModel(
  source: ByteSource,
  onOpened: (bytesNeeded: number) => void,
  signal?: AbortSignal,
): Promise<ConvertedModel> {
  const hasher = await createSha256();
  const { onnx, summary, origin } = await convertCheckpoint(
    source,
    { hasher, onOpened: ({ bytesNeeded }) => onOpened(bytesNeeded) },
    signal,
  );
  const [height, width] = summary.imageSize ?? [DEFAULT_SIDE, DEFAULT_SIDE];
  const { architecture, parameters, date, version, license } = summary;
  return {
    onnx,
    facts: {
      task: summary.task,
      classes: summary.names,
      inputSize: { width, height },
      checkpoint: {
        architecture,
        parameters,
        date,
        version,
        license,
        metrics: summary.trainMetrics,
        arguments: summary.trainArguments,
        bytesRead: origin.ranges.reduce((sum, { start, end }) => sum + end - start, 0),
        fileSize: origin.size,
        sha256OfParts: hasher.hex(),
      },
    },
  };
}
