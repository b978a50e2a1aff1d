import { PickleList, PickleRecord, type PickleValue } from '../pickle/values';
import { LIMITS } from '../limits';

type Attributes = ReadonlyMap<PickleValue, PickleValue>;

const NONE: Attributes = new Map();

/** The attributes of a record, or the items of a dict; none for anything else. */
export function attributesOf(value: PickleValue | undefined): Attributes {
  if (value instanceof Map) return value;
  if (!(value instanceof PickleRecord)) return NONE;
  return value.state instanceof Map ? value.state : NONE;
}

/** The items of a list or tuple; undefined for anything else. */
export function itemsOf(value: PickleValue | undefined): readonly PickleValue[] | undefined {
  if (value instanceof PickleList) return value.items;
  return Array.isArray(value) ? (value as readonly PickleValue[]) : undefined;
}

/** A text that may be shown; undefined if it is none, is empty or is too long to be honest. */
export function textOf(value: PickleValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= LIMITS.textLength ? value : undefined;
}

export function numberOf(value: PickleValue | undefined): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

/** A count that attributes may give: 0 to `LIMITS.count`. */
export function countOf(value: PickleValue | undefined): number | undefined {
  const number = numberOf(value);
  return number !== undefined && Number.isInteger(number) && number >= 0 && number <= LIMITS.count
    ? number
    : undefined;
}
