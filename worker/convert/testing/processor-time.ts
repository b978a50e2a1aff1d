/** Milliseconds of processor time that `run` takes: unlike the clock, it does not depend on what else the machine does. */
export async function processorTime(run: () => unknown): Promise<number> {
  const before = process.cpuUsage();
  await run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
