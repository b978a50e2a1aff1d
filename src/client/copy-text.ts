/** Whether a text is on the clipboard now; insecure pages have none, and browsers may refuse. */
export async function copyText(text: string): Promise<boolean> {
  // Missing on insecure pages, which the compiler does not know.
  const { clipboard } = navigator as { clipboard?: Clipboard };
  try {
    await clipboard?.writeText(text);
    return clipboard !== undefined;
  } catch {
    return false;
  }
}
