import { readdirSync, readFileSync } from 'node:fs';

/**
 * The memory of the largest renderer process under this one, in MB: resident pages, those shared with other processes
 * in full. The peak is kept by looking often, since Chromium now and then sets the kernel's own record of it back.
 */
export class RendererMemory {
  #peak = 0;
  readonly #timer = setInterval(() => this.now(), 50);

  now(): number {
    const found = renderers().map((pid) => status(pid));
    this.#peak = Math.max(this.#peak, ...found.map(({ VmHWM = 0 }) => VmHWM));
    return Math.max(0, ...found.map(({ VmRSS = 0 }) => VmRSS));
  }

  /** The largest so far, also between two looks. */
  get peak(): number {
    this.now();
    return this.#peak;
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}

function renderers(): readonly string[] {
  const parents = new Map<string, string>();
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    parents.set(pid, /^PPid:\s*(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? '');
  }
  const mine = (pid: string | undefined): boolean =>
    pid !== undefined && (pid === String(process.pid) || mine(parents.get(pid)));
  return [...parents.keys()].filter(
    (pid) => mine(pid) && read(`/proc/${pid}/cmdline`).includes('--type=renderer'),
  );
}

/** The fields of a process's status that are in kB, as MB; none where it has ended. */
function status(pid: string): Readonly<Partial<Record<string, number>>> {
  const fields: Partial<Record<string, number>> = {};
  for (const [, name = '', kilobytes] of read(`/proc/${pid}/status`).matchAll(/^(\w+):\s*(\d+) kB$/gm)) {
    fields[name] = (Number(kilobytes) * 1024) / 1e6;
  }
  return fields;
}

/** Empty where the process ended while it was looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
