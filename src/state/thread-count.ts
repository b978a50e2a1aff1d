/** More threads than this were not seen to help a network of this kind. */
const MAX_THREADS = 8;

/**
 * Threads for the CPU runtime. Without cross-origin isolation there is no shared memory, so one. Up to four logical
 * cores are all used; beyond that half of them, since a pair of them usually shares one set of vector units.
 */
export function threadCount(cores: number, isolated: boolean): number {
  if (!isolated) return 1;
  return cores <= 4 ? Math.max(1, cores) : Math.min(MAX_THREADS, Math.floor(cores / 2));
}
