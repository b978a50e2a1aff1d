/**
 * What can go wrong with one file. `times` is how often (for ever where undefined), `skip` how many requests for the
 * file's bytes pass untouched before.
 */
export type Fault = { readonly times?: number; readonly skip?: number } & (
  | { readonly kind: 'cut'; /** Body bytes before the connection is destroyed. */ readonly after: number }
  | { readonly kind: 'stall'; /** Body bytes before silence. */ readonly after: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  | { readonly kind: 'hub-status'; readonly status: number }
  | { readonly kind: 'storage-status'; readonly status: number }
  | { readonly kind: 'expired' }
  | { readonly kind: 'replaced'; readonly bytes: Uint8Array }
  | { readonly kind: 'wrong-bytes' }
  | { readonly kind: 'whole' }
  | { readonly kind: 'hidden-range' }
  /** Another part of the file than was asked for, said so in the header. */
  | { readonly kind: 'shifted'; readonly by: number }
  | { readonly kind: 'html' }
  | { readonly kind: 'short'; readonly by: number }
  | { readonly kind: 'long'; readonly by: number }
  | { readonly kind: 'loop' }
);

export type FaultKind = Fault['kind'];

export interface Faults {
  /** `file` is `owner/repo/path`, or the path of a plain file with its slash. */
  add(file: string, fault: Fault): void;
  clear(file?: string): void;
  /** The fault of this kind that strikes now, used up by one. */
  take<K extends FaultKind>(file: string, kind: K): Extract<Fault, { kind: K }> | undefined;
}

export function createFaults(): Faults {
  let planned: { file: string; fault: Fault; passed: number; struck: number }[] = [];
  return {
    add(file, fault) {
      planned.push({ file, fault, passed: 0, struck: 0 });
    },
    clear(file) {
      planned = file === undefined ? [] : planned.filter((plan) => plan.file !== file);
    },
    take<K extends FaultKind>(file: string, kind: K) {
      for (const plan of planned) {
        const { fault } = plan;
        if (plan.file !== file || fault.kind !== kind || plan.struck >= (fault.times ?? Infinity)) continue;
        if (plan.passed < (fault.skip ?? 0)) {
          plan.passed += 1;
          continue;
        }
        plan.struck += 1;
        return fault as Extract<Fault, { kind: K }>;
      }
      return undefined;
    },
  };
}
