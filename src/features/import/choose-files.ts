/** Asks for files with the browser's own chooser. Empty when the user chooses none. */
export function chooseFiles(page: Window & typeof globalThis, what: 'files' | 'folder'): Promise<readonly File[]> {
  const input = page.document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.hidden = true;
  input.webkitdirectory = what === 'folder';
  // Some browsers answer only for an input that is part of the page.
  page.document.body.append(input);
  return new Promise<readonly File[]>((resolve) => {
    input.addEventListener('change', () => {
      resolve([...(input.files ?? [])]);
    });
    input.addEventListener('cancel', () => {
      resolve([]);
    });
    input.click();
  }).finally(() => {
    input.remove();
  });
}
