/** Files and folders dropped anywhere on the page. */
export interface DroppedItems {
  readonly entries: readonly FileSystemEntry[];
  /** What has no entry: dragged out of another program, which made it for this. */
  readonly files: readonly File[];
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Marks the page while something that can be dropped is over it. What is no file is left to whoever is below. */
export function watchDrops(page: Window & typeof globalThis, onDrop: (items: DroppedItems) => void): void {
  const root = page.document.documentElement;
  let over = 0;
  const mark = (): void => {
    if (over > 0) root.dataset['dropping'] = '';
    else delete root.dataset['dropping'];
  };
  const on = (type: 'dragenter' | 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void): void => {
    // Before the editor, which would paste the names.
    page.addEventListener(
      type,
      (event) => {
        if (!holdsFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        act(event);
        mark();
      },
      { capture: true },
    );
  };
  on('dragenter', () => {
    over += 1;
  });
  on('dragover', (event) => {
    if (event.dataTransfer !== null) event.dataTransfer.dropEffect = 'copy';
  });
  on('dragleave', () => {
    over = Math.max(0, over - 1);
  });
  on('drop', (event) => {
    over = 0;
    // The items are gone when this function returns.
    const entries: FileSystemEntry[] = [];
    const files: File[] = [];
    for (const item of event.dataTransfer?.items ?? []) {
      const entry = item.webkitGetAsEntry();
      const file = entry === null ? item.getAsFile() : null;
      if (entry !== null) entries.push(entry);
      else if (file !== null) files.push(file);
    }
    if (entries.length + files.length > 0) onDrop({ entries, files });
  });
}
