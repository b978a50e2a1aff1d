import { expect, test } from 'vitest';
import type { DownloadProgress } from '../../src/shared/models-api';
import type { Transport } from '../sources/transport';
import { createProgressBoard } from './progress-board';

/** A clock that is set by hand, with what it wakes. */
function clock() {
  let time = 1000;
  const alarms = new Set<{ readonly at: number; readonly action: () => void }>();
  const transport = {
    now: () => time,
    after(ms: number, action: () => void) {
      const alarm = { at: time + ms, action };
      alarms.add(alarm);
      return () => void alarms.delete(alarm);
    },
  };
  return {
    transport: transport as Transport,
    alarms,
    pass: (ms: number) => {
      time += ms;
      for (const alarm of [...alarms].filter(({ at }) => at <= time)) {
        alarms.delete(alarm);
        alarm.action();
      }
    },
  };
}

function watched() {
  const { transport, alarms, pass } = clock();
  const told: DownloadProgress[] = [];
  const board = createProgressBoard(transport);
  const watcher = board.watch('a', (progress) => told.push(progress));
  return { board, watcher, alarms, pass, received: () => told.map(({ received }) => received) };
}

test('progress is told five times a second, and where a download comes to a halt', () => {
  const { watcher, alarms, pass, received } = watched();
  for (let position = 0; position < 950; position += 10) {
    watcher.onPosition(position, 5000);
    pass(10);
  }
  expect(received()).toEqual([0, 190, 390, 590, 790]);
  pass(200);
  expect(received()).toEqual([0, 190, 390, 590, 790, 940]);
  pass(60_000);
  expect(received()).toHaveLength(6);
  expect(alarms.size).toBe(0);
});

test('the end is told at once, and once', () => {
  const { watcher, pass, received } = watched();
  watcher.onPosition(0, 100);
  watcher.onPosition(50, 100);
  watcher.onPosition(100, 100);
  pass(1000);
  expect(received()).toEqual([0, 100]);
});

test('nothing is told of a download that is over', () => {
  const { board, watcher, pass, received } = watched();
  watcher.onPosition(0, 100);
  watcher.onPosition(50, 100);
  board.remove('a');
  pass(1000);
  expect(received()).toEqual([0]);
  expect(board.get('a')).toBeUndefined();
});
