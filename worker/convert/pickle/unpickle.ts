import { AppError } from '../../../src/shared/errors';
import { damaged, tooLarge, unsupported } from '../fail';
import { LIMITS, OPCODE } from '../limits';
import { PickleMachine } from './pickle-machine';
import { PickleReader } from './pickle-reader';
import { PickleList, type PickleValue } from './values';

type Step = (machine: PickleMachine, read: PickleReader) => void;

/** Protocol 2 is what torch writes unless told otherwise. */
const PROTOCOL = 2;

const STEPS: ReadonlyMap<number, Step> = new Map<number, Step>([
  [OPCODE.PROTO, (_, read) => checkProtocol(read.u8())],
  [OPCODE.MARK, (machine) => machine.mark()],
  [OPCODE.NONE, (machine) => machine.push(null)],
  [OPCODE.NEWTRUE, (machine) => machine.push(true)],
  [OPCODE.NEWFALSE, (machine) => machine.push(false)],
  [OPCODE.BININT, (machine, read) => machine.push(read.i32())],
  [OPCODE.BININT1, (machine, read) => machine.push(read.u8())],
  [OPCODE.BININT2, (machine, read) => machine.push(read.u16())],
  [OPCODE.LONG1, (machine, read) => machine.push(read.integer(read.u8()))],
  [OPCODE.BINFLOAT, (machine, read) => machine.push(read.f64())],
  [OPCODE.BINUNICODE, (machine, read) => machine.push(read.text(read.u32()))],
  [OPCODE.EMPTY_TUPLE, (machine) => machine.tuple(0)],
  [OPCODE.TUPLE, (machine) => machine.pushNew(machine.popToMark())],
  [OPCODE.TUPLE1, (machine) => machine.tuple(1)],
  [OPCODE.TUPLE2, (machine) => machine.tuple(2)],
  [OPCODE.TUPLE3, (machine) => machine.tuple(3)],
  [OPCODE.EMPTY_LIST, (machine) => machine.pushNew(new PickleList())],
  [OPCODE.APPEND, (machine) => machine.append([machine.pop()])],
  [OPCODE.APPENDS, (machine) => machine.append(machine.popToMark())],
  [OPCODE.EMPTY_DICT, (machine) => machine.pushNew(new Map())],
  [OPCODE.SETITEM, (machine) => machine.setItems([machine.pop(), machine.pop()].reverse())],
  [OPCODE.SETITEMS, (machine) => machine.setItems(machine.popToMark())],
  [OPCODE.BINGET, (machine, read) => machine.recall(read.u8())],
  [OPCODE.LONG_BINGET, (machine, read) => machine.recall(read.u32())],
  [OPCODE.BINPUT, (machine, read) => machine.remember(read.u8())],
  [OPCODE.LONG_BINPUT, (machine, read) => machine.remember(read.u32())],
  [OPCODE.GLOBAL, (machine, read) => machine.global(read.line(), read.line())],
  [OPCODE.REDUCE, (machine) => machine.make()],
  [OPCODE.NEWOBJ, (machine) => machine.make()],
  [OPCODE.BUILD, (machine) => machine.build()],
  [OPCODE.BINPERSID, (machine) => machine.storage()],
]);

function checkProtocol(protocol: number): void {
  if (protocol !== PROTOCOL) throw unsupported('pickle of another protocol', { protocol });
}

/**
 * Interprets a pickle (Python's `pickletools` describes the operations) as data. Nothing is imported, called or
 * looked up: names outside the closed lists of `limits.ts` and malformed programs throw an `AppError`.
 */
export function unpickle(bytes: Uint8Array): PickleValue {
  if (bytes.length > LIMITS.pickleBytes) throw tooLarge('pickleBytes', bytes.length);
  const read = new PickleReader(bytes);
  const machine = new PickleMachine();
  if (read.u8() !== OPCODE.PROTO) throw damaged('pickle: does not begin as one');
  checkProtocol(read.u8());
  for (let count = 0; count < LIMITS.pickleOperations; count++) {
    const opcode = read.u8();
    if (opcode === OPCODE.STOP) return machine.result();
    const step = STEPS.get(opcode);
    if (!step) throw new AppError('checkpoint-forbidden', { opcode });
    step(machine, read);
  }
  throw tooLarge('pickleOperations', LIMITS.pickleOperations);
}
