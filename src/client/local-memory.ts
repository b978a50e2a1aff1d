/** What is remembered on this device as text; nothing where the browser or the person forbids it. */
export const localMemory = {
  read(key: string): string | undefined {
    try {
      return localStorage.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  },
  /** A browser that keeps nothing is no failure: the page works without. */
  write(key: string, text: string): void {
    try {
      localStorage.setItem(key, text);
    } catch {
      // Private windows and full storage.
    }
  },
};
