import type { Box, Detection } from '../../shared/types';
import { areaOf, unionBox } from './box-overlap';
import { alongside, sameFragment, sameWhole, SAME_OVERLAP, shareHeld } from './same-storm';
import { viewsOf, type Surface, type TilePass, type View } from './tile-view';

/**
 * One list of detections from those of overlapping tiles and, where there is one, of the whole picture as a tile;
 * by falling confidence, boxes in picture pixels. On a surface that wraps, a box over the seam has an x2 beyond the
 * width; x1 is in 0 <= x1 < width. Only detections of the same class are merged, and never two of one pass, which
 * its suppression has judged already.
 *
 * What fits into a tile the tiles see at a finer scale, the one the model was trained at: of a pass over the whole
 * picture beside tiles only boxes that are wider or higher than a tile are taken, and of those none that holds what a
 * tile is surer of.
 *
 * A box that ends at an inner border of its tile is a *fragment*, any other is *whole*. In this order:
 * 1. Whole boxes by falling confidence: each takes in those that overlap it by more than half of the smaller area,
 *    unless one is smaller than a third of the other. That is a nested storm and stays.
 * 2. A fragment of which more than half lies in a whole box is taken in by the one that holds most of it, and of
 *    several that hold it alike by the smallest, so that a fragment of a nested storm does not tie it to the outer one.
 *    A whole box much less confident than the fragment holds nothing: it may be no storm at all.
 * 3. The fragments left are joined where two passes agree on the part both saw, and so on along a chain; each chain
 *    begins at its most confident fragment, and those much less confident belong to others.
 * 4. What they were joined to is whole now, and goes through the first step with the rest.
 *
 * A whole box keeps its sides; joined fragments get the box around them; the highest confidence holds.
 * The rule looks at everything it is given, and weak detections prolong chains, so filter by confidence before.
 */
export function mergeDetections(surface: Surface, passes: readonly TilePass[]): readonly Detection[] {
  const width = surface.wrap ? surface.picture.width : 0;
  const views = trustedViews(passes, surface);
  const wholes = takeIn(
    views.filter(({ cut }) => !cut),
    width,
  );
  const { held, left } = holdFragments(
    wholes,
    views.filter(({ cut }) => cut),
    width,
  );
  const chains = joinFragments(left, width);
  return takeIn([...held, ...chains], width)
    .map(({ box, confidence, classId }) => ({ box: normalise(box, surface), confidence, classId }))
    .toSorted((a, b) => b.confidence - a.confidence);
}

/** What the passes show, less what the one over the whole picture shows worse than the tiles. */
function trustedViews(passes: readonly TilePass[], surface: Surface): readonly View[] {
  const { picture, wrap } = surface;
  const isWhole = ({ tile }: TilePass) => tile.width >= picture.width && tile.height >= picture.height;
  const tiles = passes.filter((pass) => !isWhole(pass)).map(({ tile }) => tile);
  const width = Math.max(0, ...tiles.map((tile) => tile.width));
  const height = Math.max(0, ...tiles.map((tile) => tile.height));
  const isLarge = ({ box: [x1, y1, x2, y2] }: Detection) => x2 - x1 >= width || y2 - y1 >= height;
  const ofTiles: View[] = [];
  const ofWhole: View[] = [];
  passes.forEach((pass, i) => {
    if (!isWhole(pass)) ofTiles.push(...viewsOf(pass, i, surface));
    else ofWhole.push(...viewsOf({ ...pass, detections: pass.detections.filter(isLarge) }, i, surface));
  });
  const turn = wrap ? picture.width : 0;
  const isDoubted = (large: View) =>
    ofTiles.some(
      (view) =>
        !view.cut && view.confidence > large.confidence && shareHeld(large, view, turn) > SAME_OVERLAP,
    );
  return [...ofTiles, ...ofWhole.filter((view) => !isDoubted(view))];
}

/** Greedy: the most confident takes in all that show the same thing. */
function takeIn(views: readonly View[], width: number): readonly View[] {
  const kept: View[] = [];
  for (const view of byConfidence(views)) {
    if (!kept.some((better) => sameWhole(better, view, width))) kept.push(view);
  }
  return kept;
}

/** Gives each fragment to the whole box that holds it; the others are left. */
function holdFragments(
  wholes: readonly View[],
  fragments: readonly View[],
  width: number,
): { held: readonly View[]; left: readonly View[] } {
  const held = [...wholes];
  const left: View[] = [];
  for (const fragment of fragments) {
    const index = holderOf(wholes, fragment, width);
    const holder = held[index];
    if (!holder) left.push(fragment);
    else held[index] = { ...holder, confidence: Math.max(holder.confidence, fragment.confidence) };
  }
  return { held, left };
}

/** Shares that differ by less are alike: boxes of two passes never agree to the pixel. */
const ALIKE = 0.1;

function holderOf(wholes: readonly View[], fragment: View, width: number): number {
  const shares = wholes.map((whole) =>
    isFarWeaker(whole, fragment) ? 0 : shareHeld(whole, fragment, width),
  );
  const most = Math.max(0, ...shares);
  if (most <= SAME_OVERLAP) return -1;
  let holder = -1;
  let smallest = Infinity;
  shares.forEach((share, i) => {
    const area = areaOf(wholes[i]?.box ?? [0, 0, 0, 0]);
    if (share <= SAME_OVERLAP || share < most - ALIKE || area >= smallest) return;
    smallest = area;
    holder = i;
  });
  return holder;
}

/** Joins fragments that belong together, directly or through others, each group to one view. */
function joinFragments(fragments: readonly View[], width: number): readonly View[] {
  const rest = new Set(fragments);
  const joined: View[] = [];
  for (const first of byConfidence(fragments)) {
    if (!rest.delete(first)) continue;
    let { box } = first;
    const open = [first];
    for (let member = open.pop(); member; member = open.pop()) {
      for (const other of rest) {
        if (isFarWeaker(other, first) || !sameFragment(member, other, width)) continue;
        rest.delete(other);
        // In the turn of the member that it continues.
        const moved = alongside(member, other, width);
        open.push(moved);
        box = unionBox(box, moved.box);
      }
    }
    // A pass of its own: what was joined may be compared with the detections of any.
    joined.push({ ...first, box, pass: -1 - joined.length });
  }
  return joined;
}

function byConfidence(views: readonly View[]): readonly View[] {
  return views.toSorted((a, b) => b.confidence - a.confidence);
}

/** Into the picture; a box that goes all around is the whole width. */
function normalise([x1, y1, x2, y2]: Box, { picture: { width }, wrap }: Surface): Box {
  if (!wrap) return [x1, y1, x2, y2];
  if (x2 - x1 >= width) return [0, y1, width, y2];
  const start = ((x1 % width) + width) % width;
  return [start, y1, start + x2 - x1, y2];
}

/**
 * Share of the confidence of a detection below which another has no say in what it belongs to. Three quarters
 * serve best of a half, three quarters and nine tenths, on eight maps of the training, not those of
 * `docs/evaluation.md`.
 */
const WEAK_SHARE = 0.75;

/** Whether a view is so much less confident than another that it has no say in what that belongs to. */
function isFarWeaker(view: View, than: View): boolean {
  return view.confidence < WEAK_SHARE * than.confidence;
}
