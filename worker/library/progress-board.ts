import type { DownloadProgress } from '../../src/shared/models-api';
import type { Waiting } from '../sources/backoff';
import { createRateMeter } from '../sources/rate-meter';
import type { Transport } from '../sources/transport';
import type { DownloadWatcher } from './download-job';

/** Often enough for an eye, rarely enough for a channel between tabs. */
const STEP_MS = 200;
/** Longer than the silence after which a download gives its connection up: then its tab must be dead. */
const FORGET_MS = 45_000;

/** The downloads under way in any tab. */
export interface ProgressBoard {
  get(id: string): DownloadProgress | undefined;
  /** Watches a download of this tab; `tell` gets its progress from time to time. */
  watch(id: string, tell: (progress: DownloadProgress) => void): DownloadWatcher;
  /** Another tab has told of its download; `onLost` runs when it falls silent. */
  heard(progress: DownloadProgress, onLost: () => void): void;
  remove(id: string): void;
}

export function createProgressBoard(transport: Transport): ProgressBoard {
  const board = new Map<string, { progress: DownloadProgress; cancel: () => void }>();

  function put(progress: DownloadProgress, cancel: () => void): void {
    board.get(progress.id)?.cancel();
    board.set(progress.id, { progress, cancel });
  }

  function watch(id: string, tell: (progress: DownloadProgress) => void): DownloadWatcher {
    const meter = createRateMeter();
    let toldAt = -Infinity;
    let now: DownloadProgress = {
      id,
      received: 0,
      total: undefined,
      bytesPerSecond: 0,
      secondsLeft: undefined,
      waiting: undefined,
    };
    /** Ends the wait for what is told later. */
    let wait: (() => void) | undefined;
    const rest = () => {
      wait?.();
      wait = undefined;
    };
    const publish = () => {
      rest();
      toldAt = transport.now();
      put(now, rest);
      tell(now);
    };
    return {
      onPosition(received, total) {
        const at = transport.now();
        meter.sample(received, at);
        const rate = meter.bytesPerSecond();
        const secondsLeft = total !== undefined && rate > 0 ? (total - received) / rate : undefined;
        now = { ...now, received, total, bytesPerSecond: rate, secondsLeft };
        if (at - toldAt >= STEP_MS || received === total) publish();
        // Nothing may come after it for a long time.
        else wait ??= transport.after(toldAt + STEP_MS - at, publish);
      },
      onWaiting(waiting: Waiting | undefined) {
        now = { ...now, waiting, ...(waiting && { bytesPerSecond: 0, secondsLeft: undefined }) };
        publish();
      },
    };
  }

  return {
    get: (id) => board.get(id)?.progress,
    watch,
    heard(progress, onLost) {
      const pause = Math.max(0, (progress.waiting?.until ?? 0) - transport.now());
      const cancel = transport.after(pause + FORGET_MS, () => {
        board.delete(progress.id);
        onLost();
      });
      put(progress, cancel);
    },
    remove(id) {
      board.get(id)?.cancel();
      board.delete(id);
    },
  };
}
