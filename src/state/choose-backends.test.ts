import { describe, expect, test } from 'vitest';
import { chooseBackends, type EngineWish, type Machine } from './choose-backends';

const CARD = { software: false };
const SOFTWARE = { software: true };
const machine = (change: Partial<Machine>): Machine => ({
  adapter: CARD,
  promiseIntegration: true,
  isolated: true,
  cores: 4,
  ...change,
});
const list = (change: Partial<Machine>, wish: EngineWish) =>
  chooseBackends(machine(change), wish).backends.map((b) => `${b.runtime} ${b.provider} ${b.threads}`);

describe('chooseBackends', () => {
  test.each<[string, Partial<Machine>, EngineWish, string[]]>([
    ['a graphics card', {}, 'auto', ['jspi webgpu 4', 'jspi wasm 4', 'jspi wasm 1']],
    [
      'without promise integration',
      { promiseIntegration: false },
      'auto',
      ['asyncify webgpu 4', 'asyncify wasm 4', 'asyncify wasm 1'],
    ],
    ['no graphics card', { adapter: undefined }, 'auto', ['wasm wasm 4', 'wasm wasm 1']],
    ['a software adapter', { adapter: SOFTWARE }, 'auto', ['wasm wasm 4', 'wasm wasm 1']],
    [
      'a software adapter, asked for',
      { adapter: SOFTWARE },
      'webgpu',
      ['jspi webgpu 4', 'jspi wasm 4', 'jspi wasm 1'],
    ],
    ['WebGPU asked for in vain', { adapter: undefined }, 'webgpu', ['wasm wasm 4', 'wasm wasm 1']],
    ['the CPU asked for beside a card', {}, 'wasm', ['jspi wasm 4', 'jspi wasm 1']],
    ['one thread asked for', { adapter: undefined }, 'wasm-1', ['wasm wasm 1']],
    ['no shared memory', { adapter: undefined, isolated: false }, 'auto', ['wasm wasm 1']],
    ['no shared memory beside a card', { isolated: false }, 'auto', ['jspi webgpu 1', 'jspi wasm 1']],
    ['one core', { adapter: undefined, cores: 1 }, 'auto', ['wasm wasm 1']],
  ])('%s', (_, change, wish, expected) => {
    expect(list(change, wish)).toEqual(expected);
  });

  test('one machine and wish take one runtime, and the last way is always one thread of the CPU', () => {
    for (const adapter of [undefined, CARD, SOFTWARE]) {
      for (const isolated of [true, false]) {
        for (const wish of ['auto', 'webgpu', 'wasm', 'wasm-1'] as const) {
          const { backends } = chooseBackends(machine({ adapter, isolated }), wish);
          expect(new Set(backends.map(({ runtime }) => runtime)).size).toBe(1);
          expect(backends.at(-1)).toMatchObject({ provider: 'wasm', threads: 1 });
        }
      }
    }
  });

  test.each<[Partial<Machine>, EngineWish, string]>([
    [{}, 'auto', 'graphics-card'],
    [{ adapter: undefined }, 'auto', 'no-graphics-card'],
    [{ adapter: SOFTWARE }, 'auto', 'software-graphics'],
    [{}, 'wasm', 'wished'],
    [{ adapter: undefined }, 'webgpu', 'wished-in-vain'],
  ])('%o, %s: %s', (change, wish, reason) => {
    expect(chooseBackends(machine(change), wish).reason).toBe(reason);
  });
});
