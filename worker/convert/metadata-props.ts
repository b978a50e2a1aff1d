import type { ModuleNode } from './network/module-node';
import type { CheckpointSummary } from './network/checkpoint-summary';
import { itemsOf, countOf } from './network/read-value';
import { pythonLiteral } from './python-literal';

interface MetadataSource {
  readonly summary: CheckpointSummary;
  /** Least multiple in pixels of the input's sides. */
  readonly stride: number;
  readonly endToEnd: boolean;
  readonly head: ModuleNode;
}

/** Side in pixels that Ultralytics trains at unless told otherwise. */
const DEFAULT_SIZE = 640;

/**
 * The entries that an Ultralytics export writes, in its notation, so that programs made for those read these too.
 * `author` and `docs` are left out: neither made this file.
 */
export function metadataProps(source: MetadataSource): readonly (readonly [key: string, value: string])[] {
  const { summary, stride, endToEnd, head } = source;
  const entries: [string, string | undefined][] = [
    ['description', describe(summary)],
    ['date', summary.date],
    ['version', summary.version],
    ['license', summary.license],
    ['stride', String(stride)],
    ['task', summary.task],
    ['batch', '1'],
    ['imgsz', pythonLiteral(summary.imageSize ?? [DEFAULT_SIZE, DEFAULT_SIZE])],
    ['names', pythonLiteral(new Map(summary.names.entries()))],
    [
      'args',
      pythonLiteral(
        new Map<string, number | boolean>([
          ['batch', 1],
          ['dynamic', true],
          ['nms', false],
        ]),
      ),
    ],
    ['end2end', endToEnd ? 'True' : undefined],
    ['kpt_shape', summary.task === 'pose' ? pointShape(head) : undefined],
  ];
  return entries.filter((entry): entry is [string, string] => entry[1] !== undefined);
}

function describe({ architecture, data }: CheckpointSummary): string {
  const name = (architecture ?? 'YOLO').replace(/^yolo/, 'YOLO');
  return `Ultralytics ${name} model${data === undefined ? '' : ` trained on ${data}`}`;
}

function pointShape(head: ModuleNode): string {
  return pythonLiteral((itemsOf(head.attributes.get('kpt_shape')) ?? []).map((size) => countOf(size) ?? 0));
}
