import { readSolName, type SolName } from './read-sol-name';

/** A map in its sequence. */
export interface SolOfMap {
  /** Place of the name in the list that was given. */
  readonly index: number;
  readonly name: string;
  /** Undefined where the name does not say. */
  readonly read: SolName | undefined;
  /** Sols counted from 1, the first map of the sequence, with those that have no map. */
  readonly sol: number;
  /** How many sols without a map lie before this one. */
  readonly missing: number;
  /** Whether that number is known; else it is the least, or stands for an unknown time. */
  readonly certain: boolean;
}

/**
 * Letters of the sub-phases in the order of their missions, of which the alphabet knows nothing: Mars Global Surveyor
 * (M, E, R, S), then Mars Reconnaissance Orbiter. Others come after them.
 */
const LETTERS = 'MERSPBGDFJKNU';

/** Stands for an unknown time between two maps: about one sub-phase, more than any storm is followed across. */
export const UNKNOWN_SOLS = 30;

const NATURAL = new Intl.Collator('en', { numeric: true });

/**
 * Orders the maps of a folder by sub-phase and day where their names say so; the others come after them, by name, with
 * numbers in it compared as numbers. What the names leave open is filled in thus, and marked as not certain:
 * the last map of a sub-phase was its last sol when the next sub-phase follows; other sub-phases begin an unknown time
 * later; a name without a day is the sol after the one before it. Two maps of one sub-phase and day are of one sol.
 */
export function orderSols(names: readonly string[]): readonly SolOfMap[] {
  const maps = names.map((name, index) => ({ name, index, read: readSolName(name) })).toSorted(compare);
  const ordered: SolOfMap[] = [];
  for (const map of maps) {
    const before = ordered.at(-1);
    ordered.push(
      before ? { ...map, ...follow(before, map.read) } : { ...map, sol: 1, missing: 0, certain: true },
    );
  }
  return ordered;
}

type Named = Pick<SolOfMap, 'name' | 'read'>;

function compare(a: Named, b: Named): number {
  if (a.read && b.read) {
    const [one, other] = [a.read, b.read];
    return compareSubPhases(one.subPhase, other.subPhase) || one.day - other.day || byName(a, b);
  }
  if (a.read ?? b.read) return a.read ? -1 : 1;
  return byName(a, b);
}

function byName(a: Named, b: Named): number {
  return NATURAL.compare(a.name, b.name);
}

function compareSubPhases(a: string, b: string): number {
  const rank = (letter: string) => (LETTERS.includes(letter) ? LETTERS.indexOf(letter) : LETTERS.length);
  return rank(a.charAt(0)) - rank(b.charAt(0)) || (a < b ? -1 : Number(a > b));
}

type Step = Pick<SolOfMap, 'sol' | 'missing' | 'certain'>;

function follow(before: SolOfMap, read: SolName | undefined): Step {
  const step = (missing: number, certain: boolean): Step => ({
    sol: before.sol + 1 + missing,
    missing,
    certain,
  });
  if (!read) return before.read ? step(UNKNOWN_SOLS, false) : step(0, false);
  if (!before.read) return step(UNKNOWN_SOLS, false);
  if (read.subPhase === before.read.subPhase) {
    const days = read.day - before.read.day;
    return days === 0 ? { sol: before.sol, missing: 0, certain: true } : step(days - 1, true);
  }
  return isNext(before.read.subPhase, read.subPhase) ? step(read.day - 1, false) : step(UNKNOWN_SOLS, false);
}

/** G04 -> G05. The last number of a letter is not known here, so that of the next letter is no next one. */
function isNext(before: string, after: string): boolean {
  return before.charAt(0) === after.charAt(0) && Number(after.slice(1)) === Number(before.slice(1)) + 1;
}
