import { readdirSync, readFileSync } from 'node:fs';

/**
 * `VmHWM`, the kernel's own note of the largest resident set, of the renderer with the most of it, in MB. The kernel
 * misses no peak, as a look from time to time would; pages shared with other processes count in full.
 */
export function peakMemory(profile: string): number {
  return Math.max(...renderers(profile).map((pid) => field(`/proc/${pid}/status`, 'VmHWM')));
}

/**
 * What the renderer of a page with workers has allocated, in MB; what it shares counts by its share. Without pages of files,
 * of which the browser's own are 25 to 58 MB, as other processes that share them come and go.
 */
export function allocatedMemory(profile: string): number {
  const allocated = (pid: string) =>
    ['Pss_Anon', 'Pss_Shmem'].reduce((sum, name) => sum + field(`/proc/${pid}/smaps_rollup`, name), 0);
  return Math.max(...renderers(profile).filter(hasWorkers).map(allocated));
}

/** Whether one of its threads is a worker's, by the name that Chromium gives them. */
function hasWorkers(pid: string): boolean {
  const tasks = `/proc/${pid}/task`;
  return readdirSync(tasks).some((task) => read(`${tasks}/${task}/comm`).startsWith('DedicatedWorker'));
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
