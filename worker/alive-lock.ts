/** Takes a lock that is only given back when this worker ends; resolves with its name. */
export function aliveLock(): Promise<string> {
  const name = `worker-${crypto.randomUUID()}`;
  const forever = new Promise<never>(() => undefined);
  return new Promise((resolve, reject) => {
    const held = () => {
      resolve(name);
      return forever;
    };
    navigator.locks.request(name, held).catch(reject);
  });
}
