import { expect, test } from 'vitest';
import { PickleRecord, type PickleValue } from '../pickle/values';
import { expectCode } from '../testing/expect-error';
import { chooseNetwork } from './choose-network';

const network = (task = 'Detection') => new PickleRecord(`ultralytics.nn.tasks.${task}Model`, []);
const checkpoint = (...entries: [PickleValue, PickleValue][]) => new Map(entries);

test('the running average is preferred, wherever it stands', () => {
  const [ema, model] = [network(), network()];
  for (const entries of [
    checkpoint(['ema', ema], ['model', model]),
    checkpoint(['model', model], ['ema', ema]),
  ]) {
    expect(chooseNetwork(entries).record).toBe(ema);
    expect(chooseNetwork(entries)).toMatchObject({ origin: 'ema', task: 'detect' });
  }
});

test('where one of the two is missing or None the other is taken', () => {
  const only = network('Pose');
  expect(chooseNetwork(checkpoint(['ema', null], ['model', only])).record).toBe(only);
  expect(chooseNetwork(checkpoint(['model', null], ['ema', only]))).toMatchObject({ task: 'pose' });
  expect(chooseNetwork(checkpoint(['model', only])).origin).toBe('model');
});

test('a network that is not known is named', async () => {
  const error = await expectCode(
    () => Promise.resolve().then(() => chooseNetwork(checkpoint(['model', network('World')]))),
    'checkpoint-unknown-module',
  );
  expect(error.data).toEqual({ module: 'ultralytics.nn.tasks.WorldModel' });
});
