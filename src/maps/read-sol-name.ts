/** Mission sub-phase (a letter and two digits, of about 30 sols) and day in it, counted from 1. */
export interface SolName {
  readonly subPhase: string;
  readonly day: number;
}

const SOL_NAME = /(?:^|[^a-z0-9])([a-z]\d{2})[_ -]?(?:day|sol)[_ -]?(\d{1,3})(?!\d)/i;

/** `G04_day01.jpg` -> sub-phase G04, day 1; undefined for a name that says no such thing. */
export function readSolName(name: string): SolName | undefined {
  const [, subPhase, day] = SOL_NAME.exec(name) ?? [];
  if (subPhase === undefined || day === undefined || Number(day) === 0) return undefined;
  return { subPhase: subPhase.toUpperCase(), day: Number(day) };
}
