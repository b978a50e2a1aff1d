import { AppError } from '../../../src/shared/errors';
import { PickleRecord, type PickleValue } from '../pickle/values';

/** What the network was trained for, by the class of the whole. */
const TASKS = new Map([
  ['ultralytics.nn.tasks.ClassificationModel', 'classify'],
  ['ultralytics.nn.tasks.DetectionModel', 'detect'],
  ['ultralytics.nn.tasks.OBBModel', 'obb'],
  ['ultralytics.nn.tasks.PoseModel', 'pose'],
  ['ultralytics.nn.tasks.SegmentationModel', 'segment'],
] as const);

export type Task = 'classify' | 'detect' | 'obb' | 'pose' | 'segment';

export interface ChosenNetwork {
  readonly record: PickleRecord;
  readonly task: Task;
  /** `ema`: the running average of an unfinished training, which Ultralytics also prefers. */
  readonly origin: 'ema' | 'model';
}

/** The network of a checkpoint: `ema` if present, else `model`. */
export function chooseNetwork(checkpoint: ReadonlyMap<PickleValue, PickleValue>): ChosenNetwork {
  for (const origin of ['ema', 'model'] as const) {
    const record = checkpoint.get(origin);
    if (!(record instanceof PickleRecord)) continue;
    const task = (TASKS as ReadonlyMap<string, Task>).get(record.global);
    if (!task) throw new AppError('checkpoint-unknown-module', { module: record.global });
    return { record, task, origin };
  }
  throw new AppError('checkpoint-no-network', {});
}
