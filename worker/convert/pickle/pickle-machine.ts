import { damaged, tooLarge } from '../fail';
import { LIMITS } from '../limits';
import { checkGlobal } from './check-global';
import { construct, makeStorage } from './construct';
import { GlobalName, PickleList, PickleRecord, type PickleValue } from './values';

/**
 * The stack machine pickles are programs of, with every effect outside of itself left out: it makes data and
 * descriptions. All counts are held against `LIMITS`.
 */
export class PickleMachine {
  readonly #stack: PickleValue[] = [];
  readonly #marks: number[] = [];
  readonly #memo = new Map<number, PickleValue>();
  #containers = 0;
  #items = 0;

  push(value: PickleValue): void {
    if (this.#stack.length >= LIMITS.pickleStack) throw tooLarge('pickleStack', this.#stack.length);
    this.#stack.push(value);
  }

  /** Pushes a container, which costs memory even if it stays empty. */
  pushNew(value: PickleValue): void {
    if (++this.#containers > LIMITS.pickleContainers) throw tooLarge('pickleContainers', this.#containers);
    this.push(value);
  }

  pop(): PickleValue {
    if (this.#stack.length <= (this.#marks.at(-1) ?? 0)) throw damaged('pickle: nothing on the stack');
    // The check above says that there is one.
    return this.#stack.pop() as PickleValue;
  }

  mark(): void {
    if (this.#marks.length >= LIMITS.pickleNesting) throw tooLarge('pickleNesting', this.#marks.length);
    this.#marks.push(this.#stack.length);
  }

  popToMark(): PickleValue[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw damaged('pickle: no mark on the stack');
    return this.#stack.splice(mark);
  }

  /** The tuple of the last `length` values. */
  tuple(length: number): void {
    const start = this.#stack.length - length;
    if (start < (this.#marks.at(-1) ?? 0)) throw damaged('pickle: nothing on the stack');
    this.pushNew(this.#stack.splice(start));
  }

  remember(index: number): void {
    if (this.#memo.size >= LIMITS.pickleMemo) throw tooLarge('pickleMemo', this.#memo.size);
    this.#memo.set(index, this.#top());
  }

  recall(index: number): void {
    const value = this.#memo.get(index);
    if (value === undefined) throw damaged('pickle: nothing remembered there');
    this.push(value);
  }

  append(values: readonly PickleValue[]): void {
    const list = this.#top();
    if (!(list instanceof PickleList)) throw damaged('pickle: appends to something else than a list');
    this.#countItems(values.length);
    for (const value of values) list.items.push(value);
  }

  setItems(values: readonly PickleValue[]): void {
    const dict = this.#top();
    if (!(dict instanceof Map) || values.length % 2 !== 0)
      throw damaged('pickle: sets items of something else');
    this.#countItems(values.length);
    for (let at = 0; at < values.length; at += 2) {
      dict.set(values[at] as PickleValue, values[at + 1] as PickleValue);
    }
  }

  global(module: string, name: string): void {
    const full = `${module}.${name}`;
    checkGlobal(full);
    this.push(new GlobalName(full));
  }

  /** `REDUCE` and `NEWOBJ`: a record instead of a call. */
  make(): void {
    const args = this.pop();
    const callee = this.pop();
    if (!(callee instanceof GlobalName) || !Array.isArray(args))
      throw damaged('pickle: calls what is not a name');
    const [first] = args as readonly PickleValue[];
    // Sets and ordered dicts copy their argument, which thus counts once more.
    if (first instanceof PickleList) this.#countItems(first.items.length);
    this.pushNew(construct(callee.name, args as readonly PickleValue[]));
  }

  /** `BUILD`: keeps the state beside the record; in Python this may call `__setstate__`. */
  build(): void {
    const state = this.pop();
    const target = this.#top();
    // An ordered dict's own attributes (`_metadata` of a state dict) say nothing that is needed.
    if (target instanceof Map && state instanceof Map) return;
    if (!(target instanceof PickleRecord) || target.state !== null)
      throw damaged('pickle: state of something else');
    target.state = state;
  }

  storage(): void {
    this.pushNew(makeStorage(this.pop()));
  }

  /** The one value a whole program leaves. */
  result(): PickleValue {
    const value = this.pop();
    if (this.#stack.length > 0 || this.#marks.length > 0) throw damaged('pickle: leaves more than one value');
    return value;
  }

  #top(): PickleValue {
    const value = this.pop();
    this.#stack.push(value);
    return value;
  }

  #countItems(count: number): void {
    this.#items += count;
    if (this.#items > LIMITS.pickleItems) throw tooLarge('pickleItems', this.#items);
  }
}
