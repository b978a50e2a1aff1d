/**
 * Where the runtime lies that comes gzipped from `url`, once it is unpacked: an address that the site's host does not
 * know, but its service worker answers for.
 */
export function unpackedAddress(url: string): string {
  return url.replace(/\.gz$/, '');
}

/** The service worker's answer to `HEAD` where it has the file: no host answers for a file that it lacks with this. */
export const HAS_RUNTIME = 204;
