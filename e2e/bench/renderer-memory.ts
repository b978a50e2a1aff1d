import { readdirSync, readFileSync } from 'node:fs';

/**
 * `VmHWM`, the kernel's own note of the largest resident set, of the renderer with the most of it, in MB. The kernel
 * misses no peak, as a look from time to time would; pages shared with other processes count in full.
 */
export function peakMemory(profile: string): number {
  return Math.max(...renderers(profile).map((pid) => field(`/proc/${pid}/status`, 'VmHWM')));
}

/** Proportional set size of the renderer with the most of it, in MB: shared pages count by their share. */
export function settledMemory(profile: string): number {
  return Math.max(...renderers(profile).map((pid) => field(`/proc/${pid}/smaps_rollup`, 'Pss')));
}

/** Processes of type `renderer` that descend from the browser of this profile. */
function renderers(profile: string): readonly string[] {
  const processes = new Map<string, { parent: string; command: string }>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    const parent = /^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? '';
    processes.set(pid, { parent, command: read(`/proc/${pid}/cmdline`) });
  }
  const descends = (pid: string): boolean => {
    const found = processes.get(pid);
    if (!found) return false;
    return found.command.includes(`--user-data-dir=${profile}`) || descends(found.parent);
  };
  return [...processes]
    .filter(([pid, { command }]) => command.includes('--type=renderer') && descends(pid))
    .map(([pid]) => pid);
}

/** A field in kB as MB; 0 where the process has ended. */
function field(file: string, name: string): number {
  const kilobytes = new RegExp(`^${name}:\\s*(\\d+) kB`, 'm').exec(read(file))?.[1];
  return (Number(kilobytes ?? 0) * 1024) / 1e6;
}

/** Empty where the process ended while it was looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
