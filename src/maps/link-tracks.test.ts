import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaKm2 } from './area-km2';
import { LEAST_OVERLAP, MOST_DRIFT, MOST_MISSING } from './find-links';
import { linkTracks } from './link-tracks';
import { normaliseLongitude } from './longitude-convention';
import type { SolStorm } from './sol-storm';
import { driftDegrees, sharedKm2 } from './storm-overlap';

/** A storm of `width` times `height` degrees around a centre. */
function storm(
  sol: number,
  longitude: number,
  latitude: number,
  { width = 20, height = 20, classId = 0 } = {},
): SolStorm {
  const west = normaliseLongitude(longitude - width / 2, '-180-180');
  const extent = { west, east: west + width, north: latitude + height / 2, south: latitude - height / 2 };
  const centre = { longitude: normaliseLongitude(longitude, '-180-180'), latitude };
  return { ...extent, centre, areaKm2: areaKm2(extent), small: false, sol, classId };
}

const solsOf = (storms: readonly SolStorm[]) => storms.map(({ sol }) => sol);
const link = (storms: readonly SolStorm[], sols = solsOf(storms)) => linkTracks(storms, sols);
const members = (storms: readonly SolStorm[], sols = solsOf(storms)) =>
  link(storms, sols).tracks.map((track) => track.storms);
const kinds = (storms: readonly SolStorm[]) =>
  link(storms).links.map(({ from, to, kind }) => `${from}>${to} ${kind}`);

describe('a storm through the sols', () => {
  test('moves on as one track, with its length and largest area', () => {
    const storms = [storm(1, 0, 0), storm(2, 8, 0), storm(3, 16, 0, { width: 24 }), storm(4, 26, 0)];
    const { tracks, links } = link(storms);
    expect(tracks).toHaveLength(1);
    expect(tracks[0]).toMatchObject({ id: 1, storms: [0, 1, 2, 3], firstSol: 1, lastSol: 4, duration: 4 });
    expect(tracks[0]).toMatchObject({ unseen: [], predecessors: [], successors: [] });
    expect(tracks[0]?.largestKm2).toBe(storms[2]?.areaKm2);
    // 26 degrees of the equator, of which 90 are 5324.21415 km.
    expect(tracks[0]?.pathKm).toBeCloseTo((5324.21415 * 26) / 90, 3);
    expect(links[0]).toMatchObject({ from: 0, to: 1, missing: 0, kind: 'same' });
    expect(links[0]?.driftDegrees).toBeCloseTo(8, 9);
  });

  test('moves on across the seam', () => {
    const storms = [storm(1, 165, 40), storm(2, 175, 40), storm(3, -175, 40), storm(4, -168, 40)];
    expect(members(storms)).toEqual([[0, 1, 2, 3]]);
    // As long as the same way elsewhere.
    const [here] = link(storms).tracks;
    const [elsewhere] = link([storm(1, 0, 40), storm(2, 10, 40), storm(3, 20, 40), storm(4, 27, 40)]).tracks;
    expect(here?.pathKm).toBeCloseTo(elsewhere?.pathKm ?? 0, 6);
  });

  test('is another one where it does not overlap, or not enough', () => {
    expect(members([storm(1, 0, 0), storm(2, 21, 0)])).toEqual([[0], [1]]);
    // 17 of 20 degrees apart they share 0.15.
    expect(members([storm(1, 0, 0), storm(2, 17, 0)])).toEqual([[0], [1]]);
    expect(LEAST_OVERLAP).toBe(0.2);
  });

  test('is another one where it would have to drift too far, however large', () => {
    const large = { width: 60, height: 20 };
    expect(members([storm(1, 0, 0, large), storm(2, 14, 0, large)])).toEqual([[0, 1]]);
    expect(members([storm(1, 0, 0, large), storm(2, 16, 0, large)])).toEqual([[0], [1]]);
    // Meridians are nearer one another at 60 degrees.
    expect(members([storm(1, 0, 60, large), storm(2, 28, 60, large)])).toEqual([[0, 1]]);
    expect(MOST_DRIFT).toBe(15);
  });

  test('may grow or shrink at once without drifting', () => {
    expect(
      members([storm(1, 0, 0, { width: 8, height: 8 }), storm(2, 40, 10, { width: 120, height: 40 })]),
    ).toEqual([[0, 1]]);
  });

  test('is another one where the class is', () => {
    expect(members([storm(1, 0, 0), storm(2, 0, 0, { classId: 1 })])).toEqual([[0], [1]]);
  });
});

describe('two storms', () => {
  test('near one another stay two', () => {
    const storms = [
      storm(1, 0, 0),
      storm(1, 24, 0),
      storm(2, 6, 0),
      storm(2, 30, 0),
      storm(3, 12, 0),
      storm(3, 36, 0),
    ];
    expect(members(storms)).toEqual([
      [0, 2, 4],
      [1, 3, 5],
    ]);
    expect(kinds(storms)).toEqual(['0>2 same', '1>3 same', '2>4 same', '3>5 same']);
  });

  test('merge: the one that shares more area gives its name, the other ends in it', () => {
    const storms = [
      storm(1, -20, 0, { width: 30 }),
      storm(1, 15, 0, { width: 15 }),
      storm(2, 0, 0, { width: 70 }),
      storm(3, 0, 0, { width: 70 }),
    ];
    const { tracks } = link(storms);
    expect(tracks.map((track) => track.storms)).toEqual([[0, 2, 3], [1]]);
    expect(tracks[0]?.predecessors).toEqual([{ track: 2, sol: 2, kind: 'merge' }]);
    expect(tracks[1]?.successors).toEqual([{ track: 1, sol: 2, kind: 'merge' }]);
    expect(tracks[1]).toMatchObject({ firstSol: 1, lastSol: 1, duration: 1 });
    expect(kinds(storms)).toEqual(['0>2 same', '1>2 merge', '2>3 same']);
  });

  test('split: the part that shares more area keeps the name, the other begins out of it', () => {
    const storms = [
      storm(1, 0, 0, { width: 70 }),
      storm(2, 25, 0, { width: 15 }),
      storm(2, -15, 0, { width: 40 }),
    ];
    const { tracks } = link(storms);
    expect(tracks.map((track) => track.storms)).toEqual([[0, 2], [1]]);
    expect(tracks[0]?.successors).toEqual([{ track: 2, sol: 2, kind: 'split' }]);
    expect(tracks[1]?.predecessors).toEqual([{ track: 1, sol: 2, kind: 'split' }]);
    expect(kinds(storms)).toEqual(['0>2 same', '0>1 split']);
  });

  test('exchange a part and both go on', () => {
    const storms = [
      storm(1, 0, 0, { width: 40 }),
      storm(1, 70, 0, { width: 60 }),
      storm(2, -8, 0, { width: 30 }),
      // The second one has spread over what was the edge of the first.
      storm(2, 45, 0, { width: 104 }),
    ];
    expect(kinds(storms).toSorted()).toEqual(['0>2 same', '0>3 exchange', '1>3 same']);
    const { tracks } = link(storms);
    expect(tracks.map((track) => track.storms)).toEqual([
      [0, 2],
      [1, 3],
    ]);
    expect(tracks[1]?.predecessors).toEqual([{ track: 1, sol: 2, kind: 'exchange' }]);
  });
});

describe('sols without the storm', () => {
  test('for want of a map are stated', () => {
    const storms = [storm(1, 0, 0), storm(2, 5, 0), storm(5, 20, 0)];
    const { tracks, links } = link(storms);
    expect(tracks).toHaveLength(1);
    expect(tracks[0]).toMatchObject({ firstSol: 1, lastSol: 5, duration: 5, unseen: [3, 4] });
    expect(links.map(({ missing }) => missing)).toEqual([0, MOST_MISSING]);
  });

  test('and so are those whose map does not show it', () => {
    const storms = [storm(1, 0, 0), storm(3, 10, 0)];
    const { tracks } = link(storms, [1, 2, 3]);
    expect(tracks).toMatchObject([{ storms: [0, 1], unseen: [2], duration: 3 }]);
  });

  test('end it where they are too many', () => {
    expect(members([storm(1, 0, 0), storm(5, 0, 0)])).toEqual([[0], [1]]);
    expect(members([storm(1, 0, 0), storm(5, 0, 0)], [1, 2, 3, 4, 5])).toEqual([[0], [1]]);
  });

  test('the newer storm goes before the one that has been missed', () => {
    const storms = [storm(1, 0, 0), storm(2, 12, 0, { width: 10 }), storm(3, 8, 0)];
    // The first is followed by the second, so nothing is left for it on the third sol.
    expect(members(storms)).toEqual([[0, 1, 2]]);
    const apart = [storm(1, 0, 0), storm(2, 26, 0), storm(3, 14, 0)];
    expect(members(apart)).toEqual([[0], [1, 2]]);
  });
});

describe('any sequence', () => {
  const any = fc.record({
    sol: fc.integer({ min: 1, max: 8 }),
    longitude: fc.integer({ min: -180, max: 179 }),
    latitude: fc.integer({ min: -60, max: 60 }),
    width: fc.integer({ min: 2, max: 150 }),
    height: fc.integer({ min: 2, max: 50 }),
  });
  const sequence = fc.array(any, { maxLength: 25 });
  const build = (
    all: readonly { sol: number; longitude: number; latitude: number; width: number; height: number }[],
    roll = 0,
  ) =>
    all.map(({ sol, longitude, latitude, width, height }) =>
      storm(sol, longitude + roll, latitude, { width, height }),
    );

  test('gives each storm to one track, one a sol, and links within the bounds', () => {
    fc.assert(
      fc.property(sequence, (all) => {
        const storms = build(all);
        const { tracks, links } = link(storms);
        expect(tracks.flatMap((track) => track.storms).toSorted((a, b) => a - b)).toEqual([...storms.keys()]);
        for (const track of tracks) {
          const sols = track.storms.map((i) => storms[i]?.sol ?? 0);
          expect(sols).toEqual([...new Set(sols)].toSorted((a, b) => a - b));
          expect(track.unseen).toHaveLength(track.duration - sols.length);
        }
        for (const { missing, driftDegrees: drift } of links) {
          expect(missing).toBeLessThanOrEqual(MOST_MISSING);
          expect(drift).toBeLessThanOrEqual(MOST_DRIFT * (missing + 1));
        }
        const ties = tracks.flatMap(({ predecessors }) => predecessors).length;
        expect(ties).toBe(links.filter(({ kind }) => kind !== 'same').length);
        expect(tracks.flatMap(({ successors }) => successors)).toHaveLength(ties);
      }),
    );
  });

  test('on maps rolled by any longitude gives the same tracks', () => {
    fc.assert(
      fc.property(sequence, fc.integer({ min: 0, max: 359 }), (all, roll) => {
        // Boxes that share areas of one size have no order that a roundoff could not change.
        const apart = all.map((one, i) => ({
          ...one,
          width: one.width + i / 100,
          height: one.height + i / 37,
        }));
        expect(members(build(apart, roll))).toEqual(members(build(apart)));
      }),
    );
  });
});

describe('overlap on the sphere', () => {
  test('is that of the plane times what the latitude leaves', () => {
    const shared = sharedKm2(storm(1, 0, 0), storm(1, 10, 10));
    expect(shared).toBeCloseTo(areaKm2({ west: 0, east: 10, north: 10, south: 0 }), 6);
    expect(sharedKm2(storm(1, 175, 0), storm(1, -175, 0))).toBeCloseTo(
      areaKm2({ west: 175, east: 185, north: 10, south: -10 }),
      6,
    );
    expect(sharedKm2(storm(1, 0, 0), storm(1, 180, 0))).toBe(0);
  });

  test('counts both sides of boxes that meet on both', () => {
    const [a, b] = [storm(1, 0, 0, { width: 200 }), storm(1, 180, 0, { width: 200 })];
    expect(sharedKm2(a, b)).toBeCloseTo(areaKm2({ west: 0, east: 40, north: 10, south: -10 }), 6);
  });

  test('drift is the least shift of the narrower into the wider', () => {
    expect(driftDegrees(storm(1, 0, 0), storm(2, 3, 4))).toBeCloseTo(
      Math.hypot(3 * Math.cos((2 * Math.PI) / 180), 4),
      9,
    );
    expect(driftDegrees(storm(1, 0, 0, { width: 60 }), storm(2, 15, 0, { width: 30 }))).toBe(0);
    expect(driftDegrees(storm(1, 0, 0, { width: 60 }), storm(2, 20, 0, { width: 30 }))).toBeCloseTo(5, 9);
    expect(driftDegrees(storm(1, 179, 0), storm(2, -179, 0))).toBeCloseTo(2, 9);
  });
});
