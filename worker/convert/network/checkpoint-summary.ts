import { LIMITS } from '../limits';
import { damaged, tooLarge } from '../fail';
import type { PickleValue } from '../pickle/values';
import type { ChosenNetwork, Task } from './choose-network';
import { attributesOf, countOf, itemsOf, numberOf, textOf } from './read-value';

export type Fact = readonly [name: string, value: string | number | boolean];

/** What a checkpoint says of itself; plain data that may cross a thread. Unsaid is undefined or empty. */
export interface CheckpointSummary {
  readonly task: Task;
  /** Weights that were trained, e.g. 3,157,200 for YOLOv8n with 80 classes. */
  readonly parameters: number;
  /** Which of the two networks of the file is taken. */
  readonly origin: 'ema' | 'model';
  /** Class names by class id. */
  readonly names: readonly string[];
  /** Height and width in pixels the network was trained at. */
  readonly imageSize: readonly [height: number, width: number] | undefined;
  /** E.g. `yolov8m`, from the name of the file that described the network. */
  readonly architecture: string | undefined;
  /** Name or path of the file that described the training pictures. */
  readonly data: string | undefined;
  /** As written, e.g. `2024-10-02T17:55:55.257416`. */
  readonly date: string | undefined;
  /** Version of Ultralytics that wrote it. */
  readonly version: string | undefined;
  readonly license: string | undefined;
  /** Epochs done, counted from 0; undefined once training has ended. */
  readonly epoch: number | undefined;
  /** E.g. `metrics/mAP50(B)`, in the order of the file. */
  readonly trainMetrics: readonly Fact[];
  readonly trainArguments: readonly Fact[];
}

type Dict = ReadonlyMap<PickleValue, PickleValue>;

/** Collects what is said in the checkpoint and in its network. */
export function summarise(
  checkpoint: Dict,
  { record, task, origin }: ChosenNetwork,
  parameters: number,
): CheckpointSummary {
  const network = attributesOf(record);
  const settings = attributesOf(checkpoint.get('train_args') ?? network.get('args'));
  const epoch = countOf(checkpoint.get('epoch'));
  return {
    task,
    parameters,
    origin,
    names: readNames(network.get('names')),
    imageSize: readSize(settings.get('imgsz')),
    architecture: readArchitecture(network, settings),
    data: textOf(settings.get('data')),
    date: textOf(checkpoint.get('date')),
    version: textOf(checkpoint.get('version')),
    license: textOf(checkpoint.get('license')),
    epoch,
    trainMetrics: readFacts(attributesOf(checkpoint.get('train_metrics'))),
    trainArguments: readFacts(settings),
  };
}

/** A dict from class id to name, or a list of names. */
function readNames(value: PickleValue | undefined): readonly string[] {
  const pairs =
    value instanceof Map ? [...value] : (itemsOf(value) ?? []).map((name, id) => [id, name] as const);
  if (pairs.length === 0) throw damaged('network: no class names');
  if (pairs.length > LIMITS.classNames) throw tooLarge('classNames', pairs.length);
  const names = new Array<string | undefined>(pairs.length);
  for (const [id, name] of pairs) {
    const index = countOf(id);
    if (index === undefined || index >= names.length) throw damaged('network: class ids with gaps');
    names[index] = String(textOf(name) ?? numberOf(name) ?? `class ${index}`);
  }
  return names.map((name) => name ?? damagedNames());
}

function damagedNames(): never {
  throw damaged('network: class ids with gaps');
}

function readSize(value: PickleValue | undefined): readonly [number, number] | undefined {
  const items = itemsOf(value) ?? [value, value];
  const [height, width = height] = items.map(countOf);
  return height && width ? [height, width] : undefined;
}

/** The stem of `yaml_file`, which for fine-tuned networks too is that of the network they began as. */
function readArchitecture(network: Dict, settings: Dict): string | undefined {
  const file = textOf(attributesOf(network.get('yaml')).get('yaml_file')) ?? textOf(settings.get('model'));
  return file
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\.(yaml|yml|pt)$/, '');
}

function readFacts(dict: Dict): readonly Fact[] {
  const facts: Fact[] = [];
  for (const [key, value] of dict) {
    const name = textOf(key);
    const fact = textOf(value) ?? numberOf(value) ?? (typeof value === 'boolean' ? value : undefined);
    if (name !== undefined && fact !== undefined) facts.push([name, fact]);
    if (facts.length === LIMITS.trainingFacts) break;
  }
  return facts;
}
