/** What a first visit finds: two small files, each with one thing to try. */

export interface ExampleFile {
  readonly name: string;
  readonly text: string;
}

export const EXAMPLES: readonly ExampleFile[] = [
  {
    name: 'area.py',
    text: `# Rename the first parameter below to width, then press Tab.
def area(w, height):
    if w < 0:
        raise ValueError("a side cannot be negative")
    return w * height
`,
  },
  {
    name: 'total.ts',
    text: `// Rename the parameter below to prices, then press Tab.
export function total(items: number[]): number {
  let sum = 0;
  for (const item of items) {
    sum += item;
  }
  return items.length > 0 ? sum : 0;
}
`,
  },
];
