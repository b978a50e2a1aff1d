import type { EngineClient } from '../client/engine-client';
import type { PictureResult } from './pictures';

type Suppression = PictureResult['suppression'];

/** Whether a result is as these thresholds have it. */
export function isSuppressedWith({ suppression }: PictureResult, { iou, agnostic }: Suppression): boolean {
  return suppression.iou === iou && suppression.agnostic === agnostic;
}

/**
 * A result as other thresholds have it, from its kept candidates and without running the network.
 * @throws AppError also `worker-lost`
 */
export async function suppressAnew(
  engine: Pick<EngineClient, 'suppress'>,
  result: PictureResult,
  suppression: Suppression,
): Promise<PictureResult> {
  const passes = await Promise.all(
    result.passes.map(async (pass) => ({
      ...pass,
      detections: await engine.suppress(pass.candidates, suppression),
    })),
  );
  return { ...result, passes, suppression };
}
