import type { DetectRequest, DetectResult } from '../src/shared/engine-api';
import { AppError } from '../src/shared/errors';
import { transfer } from '../src/shared/rpc';
import { CONFIDENCE_FLOOR } from '../src/shared/settings';
import type { ModelMetadata } from '../src/shared/types';
import { releaseBuffer } from './bytes/release-buffer';
import type { Session } from './engine/open-session';
import { brokenOutput } from './vision/broken-output';
import { findHead } from './vision/heads/find-head';
import { selectCandidates } from './vision/select-candidates';
import { suppress } from './vision/suppress';

/** An open model whose answers are boxes. */
export interface Detector {
  readonly session: Session;
  readonly metadata: ModelMetadata;
}

/** @throws AppError `model-not-detector` where task or shapes say that the answer would not be boxes. */
export function checkDetector(
  { outputShapes }: Session,
  { task, names }: ModelMetadata,
  namesKnown: boolean,
): void {
  if (task !== 'detect') throw new AppError('model-not-detector', { reason: `its task is "${task}"` });
  const shape = outputShapes[0] ?? [];
  // Dynamic axes are only known after a run; a stand-in keeps them from being mistaken for a layout.
  const sizes = shape.map((side) => (typeof side === 'number' && side > 0 ? side : 0));
  const certain = sizes.length > 0 && !sizes.includes(0);
  if (certain && !findHead(sizes, namesKnown ? names.length : undefined)) {
    throw new AppError('model-not-detector', { reason: `its output is ${shape.join(' x ')}` });
  }
}

/**
 * From the network's input to boxes, in pixels of the picture.
 * @param now the time in milliseconds
 * @throws AppError `model-not-detector` where the output is of no known layout, `backend-failed` where the graphics card
 * answered with what no network does
 */
export async function runDetector(
  { session, metadata }: Detector,
  { tensor, placement, iou, agnostic }: DetectRequest,
  now: () => number,
): Promise<DetectResult> {
  const started = now();
  const output = await session.run(tensor, placement.input);
  const afterInference = now();
  const head = findHead(output.shape, metadata.names.length || undefined);
  if (!head)
    throw new AppError('model-not-detector', { reason: `its output is ${output.shape.join(' x ')}` });
  if (session.provider === 'webgpu') {
    const cause = brokenOutput(output);
    // A network that suppresses by itself may answer with zeros where it finds nothing.
    if (cause === 'not-finite' || (cause && !head.suppressed))
      throw new AppError('backend-failed', { provider: 'webgpu', cause });
  }
  const candidates = selectCandidates(head, output, CONFIDENCE_FLOOR, placement);
  const detections = suppress(candidates, { iou, agnostic });
  const timings = { inference: afterInference - started, suppression: now() - afterInference };
  // Megabytes for each picture, until a collector comes.
  if (output.data.buffer instanceof ArrayBuffer) releaseBuffer(output.data.buffer);
  const { boxes, scores, classIds } = candidates;
  const moved = [tensor.buffer, boxes.buffer, scores.buffer, classIds.buffer];
  return transfer({ candidates, detections, timings, tensor }, moved);
}
