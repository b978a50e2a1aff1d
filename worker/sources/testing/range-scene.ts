import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { startHub, type StandInHub } from '../../../e2e/stand-in-hub/start-hub';
import { downloadRanges } from '../download-ranges';
import { impatientTransport } from '../impatient-transport';
import type { FileFacts } from '../judge-answer';
import type { RangeOptions, RangeSink } from '../range-download';

export const RANGE = 64 * 1024;
/** Six full ranges and a bit, of bytes that do not repeat. */
export const bytes = new Uint8Array(6 * RANGE + 1234).map(
  (_, at) => (at * 31 + (at >> 8) * 17 + (at >> 16)) & 0xff,
);
bytes[0] = 8;
/** Of the large file in the stand-in hub's table of faults. */
export const NAME = 'owner/repo/a.onnx';

interface Setup extends RangeOptions {
  readonly file?: string;
  readonly plain?: string;
  readonly offset?: number;
  readonly known?: Partial<FileFacts>;
  readonly transport?: ReturnType<typeof impatientTransport>;
}

/** A stand-in hub for the tests of a file, with no faults and no requests at the start of each. */
export function rangeScene(): RangeScene {
  const scene = new RangeScene();
  beforeAll(() => scene.start());
  afterAll(() => scene.hub.close());
  afterEach(() => {
    scene.hub.faults.clear();
    scene.hub.requests.length = 0;
  });
  return scene;
}

class RangeScene {
  private started: StandInHub | undefined;
  private commit = '';

  get hub(): StandInHub {
    if (!this.started) throw new Error('there is no hub yet');
    return this.started;
  }

  async start(): Promise<void> {
    const small = { path: 'small.onnx', bytes, lfs: false };
    this.started = await startHub({ repos: [{ name: 'owner/repo', files: [small] }] });
    this.commit = this.hub.push('owner/repo', 'main', [{ path: 'a.onnx', bytes }, small]);
    this.hub.plain.set('/plain.onnx', bytes);
  }

  download(sink: RangeSink, setup: Setup = {}) {
    const path = setup.file ?? 'a.onnx';
    const fromHub = setup.plain === undefined;
    const address = fromHub
      ? `${this.hub.origin}/owner/repo/resolve/${this.commit}/${path}`
      : `${this.hub.storageOrigin}${setup.plain}`;
    const request = {
      address,
      hub: { origin: this.hub.origin, token: undefined },
      asked: fromHub ? { hub: this.hub.origin, repo: 'owner/repo', path, withToken: false } : undefined,
      offset: setup.offset ?? 0,
      known: { size: fromHub ? bytes.length : undefined, validator: undefined, ...setup.known },
    };
    return downloadRanges(request, sink, setup.transport ?? impatientTransport(), {
      rangeBytes: RANGE,
      ...setup,
    });
  }
}

/** What a store would have kept: ranges in order. */
export function memorySink() {
  const kept: Uint8Array[] = [];
  const facts: FileFacts[] = [];
  let restarts = 0;
  const sink: RangeSink = {
    learned: (news) => Promise.resolve(void facts.push(news)),
    write: (range) => Promise.resolve(void kept.push(range.slice())),
    restart: () => {
      restarts += 1;
      kept.length = 0;
      return Promise.resolve();
    },
  };
  const all = () => Buffer.concat(kept);
  return { sink, kept, facts, all, restarts: () => restarts };
}

/** Every range that was written, whatever happened, is the file's own. */
export function expectPrefix(store: ReturnType<typeof memorySink>): void {
  const all = store.all();
  expect(all.equals(bytes.subarray(0, all.length))).toBe(true);
  expect(store.kept.slice(0, -1).every((range) => range.length === RANGE)).toBe(true);
}
