/** Gives the user a file through the browser's own way of saving. */
export function saveFile(page: Window & typeof globalThis, name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const link = page.document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Revoked at once, the download would not find it.
  page.setTimeout(() => {
    URL.revokeObjectURL(address);
  }, 60_000);
}
