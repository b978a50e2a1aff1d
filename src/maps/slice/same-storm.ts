import { areaOf, bestTurn, intersection, overSmaller, shiftBox } from './box-overlap';
import type { View } from './tile-view';

/**
 * Intersection over the smaller area above which two boxes show the same thing. Half is what sliced inference commonly
 * uses with this measure (Akyon, Altinuc and Temizel, 2022); it serves fragments, of which the union is far larger.
 */
export const SAME_OVERLAP = 0.5;

/**
 * A box seen complete that is smaller than this share of the one around it is a thing of its own, nested in the
 * larger one. Two passes that see the same thing complete hardly differ threefold in area.
 */
export const NESTED_SHARE = 1 / 3;

/** Whether two complete boxes show the same thing: they overlap, and neither is a small one nested in the other. */
export function sameWhole(a: View, b: View, width: number): boolean {
  if (a.classId !== b.classId || a.pass === b.pass) return false;
  const other = shiftBox(b.box, bestTurn(a.box, b.box, width));
  if (overSmaller(a.box, other) <= SAME_OVERLAP) return false;
  const [areaA, areaB] = [areaOf(a.box), areaOf(b.box)];
  return Math.min(areaA, areaB) >= NESTED_SHARE * Math.max(areaA, areaB);
}

/** Share of a fragment that lies in a complete box of another pass, 0 to 1. */
export function shareHeld(whole: View, fragment: View, width: number): number {
  if (whole.classId !== fragment.classId || whole.pass === fragment.pass) return 0;
  const other = shiftBox(fragment.box, bestTurn(whole.box, fragment.box, width));
  const area = areaOf(fragment.box);
  return area > 0 ? areaOf(intersection(whole.box, other)) / area : 0;
}

/**
 * Whether two fragments belong to one thing: where both passes looked they agree. Each is clipped to what the other
 * pass saw, since beyond it the other could not follow. Two ends of a pass that goes all around belong together where
 * they meet at the seam on the same rows.
 */
export function sameFragment(a: View, b: View, width: number): boolean {
  if (a.classId !== b.classId) return false;
  if (a.pass === b.pass) return meetAtSeam(a, b);
  const turn = bestTurn(a.box, b.box, width);
  const mine = intersection(a.box, shiftBox(b.seen, turn));
  const theirs = intersection(shiftBox(b.box, turn), a.seen);
  return overSmaller(mine, theirs) > SAME_OVERLAP;
}

function meetAtSeam(a: View, b: View): boolean {
  if (!a.atSeam || !b.atSeam || atRightEnd(a) === atRightEnd(b)) return false;
  const shared = Math.min(a.box[3], b.box[3]) - Math.max(a.box[1], b.box[1]);
  const shorter = Math.min(a.box[3] - a.box[1], b.box[3] - b.box[1]);
  return shared > SAME_OVERLAP * shorter;
}

/** Which end of its pass a fragment at the seam lies at. */
function atRightEnd({ box, seen }: View): boolean {
  return box[0] + box[2] > seen[0] + seen[2];
}

/** `other`, moved by whole turns to where it overlaps `member` or, of the same pass, meets it at the seam. */
export function alongside(member: View, other: View, width: number): View {
  let turn = bestTurn(member.box, other.box, width);
  if (member.pass === other.pass) {
    const gap = atRightEnd(other) ? member.box[0] - other.box[2] : member.box[2] - other.box[0];
    turn = Math.round(gap / width) * width;
  }
  return { ...other, box: shiftBox(other.box, turn), seen: shiftBox(other.seen, turn) };
}
