/** Work and news shared by the tabs of the site. */
export interface TabLink<Message> {
  /** Runs `job` when no other tab runs one of this name; rejects with the signal's reason while waiting. */
  exclusive<T>(name: string, signal: AbortSignal | undefined, job: () => Promise<T>): Promise<T>;
  /** Runs `job` only if no other does right now; undefined if one does. */
  ifFree<T>(name: string, job: () => Promise<T>): Promise<T | undefined>;
  /** Tells the other tabs, not this one. */
  tell(message: Message): void;
  listen(listener: (message: Message) => void): void;
}

const NAME = 'mars-dust-storm-models';

/** Between tabs, by Web Locks and a BroadcastChannel. A tab that dies leaves its locks. */
export function browserTabs<Message>(locks: LockManager): TabLink<Message> {
  const channel = new BroadcastChannel(NAME);
  return {
    exclusive: async <T>(name: string, signal: AbortSignal | undefined, job: () => Promise<T>) =>
      (await locks.request(`${NAME} ${name}`, signal ? { signal } : {}, job)) as T,
    ifFree: async <T>(name: string, job: () => Promise<T>) =>
      (await locks.request(`${NAME} ${name}`, { ifAvailable: true }, (lock) =>
        lock ? job() : undefined,
      )) as T | undefined,
    tell: (message) => channel.postMessage(message),
    listen: (listener) =>
      channel.addEventListener('message', (event: MessageEvent<Message>) => listener(event.data)),
  };
}

/** For a tab that shares nothing, e.g. one without storage: jobs of one name still follow each other. */
export function soloTab<Message>(): TabLink<Message> {
  const tails = new Map<string, Promise<unknown>>();

  async function after<T>(name: string, signal: AbortSignal | undefined, job: () => Promise<T>): Promise<T> {
    const before = tails.get(name);
    const mine = (async () => {
      await before?.catch(() => undefined);
      if (signal?.aborted === true) throw signal.reason;
      return job();
    })();
    tails.set(name, mine);
    try {
      return await mine;
    } finally {
      if (tails.get(name) === mine) tails.delete(name);
    }
  }

  return {
    exclusive: after,
    ifFree: (name, job) => (tails.has(name) ? Promise.resolve(undefined) : after(name, undefined, job)),
    tell: () => undefined,
    listen: () => undefined,
  };
}
