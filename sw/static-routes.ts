/** https://w3c.github.io/ServiceWorker/#dictdef-routerrule, as far as it is needed; TypeScript's library lacks it. */
interface StaticRoute {
  readonly condition: {
    readonly requestMethod: 'GET';
    readonly urlPattern: { readonly pathname: string; readonly search?: string };
  };
  readonly source: { readonly cacheName: string };
}

interface RoutingInstallEvent extends ExtendableEvent {
  addRoutes?(routes: readonly StaticRoute[]): Promise<void>;
}

/** The same file of one cache for one address, whatever else the service worker does. */
export interface KeptFile {
  readonly address: string;
  readonly cacheName: string;
}

/**
 * Has the browser answer for files from their caches by itself, without starting the service worker, which takes a
 * fifth of a second before the page can appear. Browsers that cannot ask the service worker as ever. What is missing
 * from its cache is asked for at the network.
 */
export async function addStaticRoutes(event: ExtendableEvent, files: readonly KeptFile[]): Promise<void> {
  const routes = files.map(({ address, cacheName }): StaticRoute => {
    const { pathname } = new URL(address);
    return {
      // The page reads its own query, and its address in the cache has none.
      condition: { requestMethod: 'GET', urlPattern: { pathname: escaped(pathname), search: '' } },
      source: { cacheName },
    };
  });
  // Only a shortcut: where a browser takes other rules than these, the service worker answers.
  await (event as RoutingInstallEvent).addRoutes?.(routes).catch(() => undefined);
}

/** A path in which nothing is a pattern: https://urlpattern.spec.whatwg.org/#escape-a-pattern-string */
function escaped(path: string): string {
  return path.replace(/[.+*?^${}()[\]|/\\:]/g, (character) => (character === '/' ? '/' : `\\${character}`));
}
