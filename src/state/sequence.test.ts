import { signal } from '@preact/signals';
import { expect, test } from 'vitest';
import type { OpenedModel } from '../shared/engine-api';
import { AppError } from '../shared/errors';
import { DEFAULT_THRESHOLDS } from '../shared/settings';
import type { Box, Size } from '../shared/types';
import { createMaps } from './maps';
import { createPictures, type PictureItem, type PictureResult } from './pictures';
import { reportOf } from './report';
import { createSequence } from './sequence';

/** One pixel a degree. */
const GLOBE: Size = { width: 360, height: 180 };
const CONFIDENCES = [0.9, 0.5, 0.3];

function resultOf(boxes: readonly Box[], picture = GLOBE): PictureResult {
  const empty = new Float32Array();
  const placement = { picture, input: picture, gain: 1, left: 0, top: 0 };
  return {
    picture,
    beginning: undefined,
    wrap: true,
    passes: [
      {
        tile: { x: 0, y: 0, ...picture },
        candidates: { boxes: empty, scores: empty, classIds: new Uint16Array(), placement, suppressed: true },
        detections: boxes.map((box, i) => ({ box, confidence: CONFIDENCES[i] ?? 0, classId: 0 })),
      },
    ],
    timings: { decode: 0, letterbox: 0, inference: 0, suppression: 0 },
    model: { metadata: { names: ['storm'] } } as unknown as OpenedModel,
    suppression: { iou: 0.45, agnostic: false },
    reducedFrom: undefined,
  };
}

function scene(...names: string[]) {
  const pictures = createPictures();
  const maps = createMaps();
  const thresholds = signal(DEFAULT_THRESHOLDS);
  pictures.add(names.map((name) => new File([], name)));
  const sequence = createSequence({ pictures, maps, settings: { thresholds }, busy: signal(false) });
  const item = (name: string): PictureItem => {
    const found = pictures.items.value.find((candidate) => candidate.name === name);
    if (!found) throw new Error(name);
    return found;
  };
  const done = (name: string, ...boxes: Box[]) => {
    item(name).status.value = { kind: 'done', result: resultOf(boxes) };
  };
  const report = (name: string) => reportOf(item(name), thresholds.value, maps, sequence);
  return { pictures, maps, thresholds, sequence, item, done, report };
}

const [DAY1, DAY2, DAY3] = ['G04_day01.png', 'G04_day02.png', 'G04_day03.png'] as const;
const WEST: Box = [100, 40, 120, 60];
const EAST: Box = [300, 120, 320, 140];

test('storms are followed through the sols, whatever order the pictures came in', () => {
  const { sequence, done, report } = scene(DAY3, DAY1, DAY2);
  done(DAY3, [106, 40, 126, 60]);
  done(DAY1, WEST);
  done(DAY2, EAST, [103, 40, 123, 60]);
  expect(sequence.maps.value.map(({ item, place }) => [item.name, place.sol])).toEqual([
    [DAY1, 1],
    [DAY2, 2],
    [DAY3, 3],
  ]);
  const { tracks, origins, dustyArea } = sequence.linked.value;
  expect(tracks.map(({ firstSol, lastSol }) => [firstSol, lastSol])).toEqual([
    [1, 3],
    [2, 2],
  ]);
  expect(tracks[0]?.storms.map((storm) => origins[storm]?.item.name)).toEqual([DAY1, DAY2, DAY3]);
  expect(origins[tracks[0]?.storms[1] ?? 0]?.detection.box).toEqual([103, 40, 123, 60]);
  expect(dustyArea.map(({ sol, totalKm2 }) => [sol, totalKm2 > 0])).toEqual([
    [1, true],
    [2, true],
    [3, true],
  ]);
  expect(report(DAY2)?.map?.storms.map(({ track }) => track)).toEqual([2, 1]);
  expect(report(DAY2)?.map?.sol).toMatchObject({ sol: 2, read: { subPhase: 'G04', day: 2 } });
});

test('maps that wait have their place, but are no sols without dust', () => {
  const { sequence, done, item, pictures } = scene(DAY2, DAY1, DAY3, 'photo.jpg', 'map.png');
  expect(sequence.maps.value.map((map) => map.item.name)).toEqual([DAY1, DAY2, DAY3]);
  item('map.png').size.value = GLOBE;
  item('photo.jpg').size.value = { width: 400, height: 300 };
  expect(sequence.maps.value.map((map) => map.item.name)).toEqual([DAY1, DAY2, DAY3, 'map.png']);
  done(DAY3, WEST);
  done(DAY2);
  expect(sequence.linked.value.dustyArea.map(({ sol }) => sol)).toEqual([2, 3]);
  item(DAY1).status.value = { kind: 'failed', error: new AppError('picture-damaged') };
  expect(sequence.maps.value[0]).toMatchObject({ item: { name: DAY2 }, place: { sol: 1 } });
  pictures.clear();
  expect(sequence.linked.value.tracks).toEqual([]);
});

test('thresholds change the tracks; a picture that begins to run changes nothing', () => {
  const { sequence, done, item, thresholds } = scene(DAY1, DAY2, DAY3);
  done(DAY1, WEST, EAST);
  done(DAY2, WEST, EAST);
  const before = sequence.linked.value;
  expect(before.tracks).toHaveLength(2);
  item(DAY3).status.value = { kind: 'running' };
  expect(sequence.linked.value).toBe(before);
  thresholds.value = { ...DEFAULT_THRESHOLDS, confidence: 0.6 };
  expect(sequence.linked.value.tracks).toHaveLength(1);
});

test('a map by itself and one that is said to be none are no sequence', () => {
  const { sequence, done, item, maps, report } = scene(DAY1, 'other.png');
  done(DAY1, WEST);
  done('other.png', WEST);
  expect(sequence.maps.value).toHaveLength(2);
  maps.set(item('other.png'), GLOBE, { isMap: false });
  expect(sequence.maps.value).toEqual([]);
  expect(report(DAY1)?.map).toMatchObject({ sol: undefined, storms: [{ track: undefined }] });
  expect(report('other.png')?.map).toBeUndefined();
});

test('steps go from sol to sol and end at the last', () => {
  const { sequence, pictures } = scene(DAY3, 'photo.jpg', DAY1, DAY2);
  const shown = () => pictures.selected.value?.name;
  sequence.move(1);
  expect(shown()).toBe(DAY3);
  sequence.move(-1);
  expect(shown()).toBe(DAY2);
  sequence.move(-5);
  expect(shown()).toBe(DAY1);
  pictures.move(-1);
  expect(shown()).toBe('photo.jpg');
  sequence.move(1);
  expect(shown()).toBe(DAY1);
});
