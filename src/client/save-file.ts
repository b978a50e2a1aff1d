/** Hands bytes to the browser's download. */
export function saveFile(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The download has its own reference to the bytes once the click is handled.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
