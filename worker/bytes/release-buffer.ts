/**
 * Frees the memory of a buffer at once; it has no bytes afterwards. A collector frees it only some time after the last
 * reference is gone, and what the browser itself has made (of a fetch, a message, a blob) not even when it is detached
 * by `transfer()`: so it is sent to where nobody is.
 */
export function releaseBuffer(buffer: ArrayBuffer): void {
  const { port1, port2 } = new MessageChannel();
  port2.close();
  port1.postMessage(undefined, [buffer]);
  port1.close();
}
