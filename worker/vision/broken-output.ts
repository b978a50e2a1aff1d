import type { RawOutput } from './heads/head';

/**
 * Whether an output is one that no network gives but a lost or confused graphics device does: with a value that is no
 * number, or zeros throughout.
 */
export function brokenOutput({ data }: RawOutput): 'not-finite' | 'zeros' | undefined {
  let any = false;
  for (const value of data) {
    // NaN and the infinities alone give NaN here.
    if (Number.isNaN(value * 0)) return 'not-finite';
    any ||= value !== 0;
  }
  return any ? undefined : 'zeros';
}
