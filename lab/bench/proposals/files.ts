/** Files of about 2,000 lines, made by a rule, and the keys that are typed in their middle. */

export interface Typing {
  readonly kind: string;
  /** Selected (its first occurrence behind the middle of the file) and typed over. */
  readonly over: string;
  readonly type: string;
}

export interface BenchFile {
  readonly language: string;
  readonly path: string;
  readonly text: string;
  readonly typings: readonly Typing[];
}

const times = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => make(index)).join('\n');

const python = `import os
from typing import Optional

${times(
  90,
  (n) => `
class Store${n}:
    """Keeps rows of kind ${n}."""

    def __init__(self, name: str, size: int):
        self.name = name
        self.size = size

    def load(self, key: str) -> Optional[int]:
        rows = [row for row in self.rows(key) if row.size > ${n}]
        if not rows:
            return None
        return sum(row.size for row in rows) * self.size

    def rows(self, key: str):
        path = os.path.join(self.name, key)
        return read_rows(path, limit=${n})


def open_store_${n}(name: str) -> Store${n}:
    return Store${n}(name, ${n})
`,
)}`;

const typescript = `import { readFile } from 'node:fs/promises';

${times(
  80,
  (n) => `
interface Options${n} {
  name: string;
  size: number;
}

export class Store${n} {
  private readonly rows: number[] = [];

  constructor(private readonly options: Options${n}) {}

  async load(key: string): Promise<number> {
    const text = await readFile(\`\${this.options.name}/\${key}\`, 'utf8');
    if (text === '') return 0;
    return text.split('\\n').filter((row) => row.length > ${n}).length * this.options.size;
  }

  describe(): Record<string, unknown> {
    return { name: this.options.name, size: this.options.size, rows: this.rows };
  }
}

export const openStore${n} = (name: string): Store${n} => new Store${n}({ name, size: ${n} });
`,
)}`;

const go = `package store

import (
	"fmt"
	"os"
)
${times(
  75,
  (n) => `
type Store${n} struct {
	Name string
	Size int
}

func NewStore${n}(name string, size int) *Store${n} {
	return &Store${n}{
		Name: name,
		Size: size,
	}
}

func (s *Store${n}) Load(key string) (int, error) {
	text, err := os.ReadFile(s.Name + key)
	if err != nil {
		return 0, fmt.Errorf("load %s: %w", key, err)
	}
	return len(text) * s.Size, nil
}
`,
)}`;

export const FILES: readonly BenchFile[] = [
  {
    language: 'python',
    path: 'store.py',
    text: python,
    typings: [
      { kind: 'a parameter', over: 'name: str, size: int)', type: 'name: str, size: int, depth: int)' },
      { kind: 'a new name', over: 'rows = [', type: 'found = [' },
      { kind: 'a call', over: 'read_rows(path', type: 'json.loads(path' },
      {
        kind: 'a guard',
        over: '        rows = [row',
        type: '        if not key:\n            raise ValueError(key)\n        rows = [row',
      },
      { kind: 'a header', over: '        path = os', type: '        with lock:\n        path = os' },
      { kind: 'a bracket', over: 'return sum(', type: 'return int(sum(' },
      { kind: 'async', over: 'def rows', type: 'async def rows' },
      { kind: 'half a word', over: 'read_rows(path', type: 'rea' },
      {
        kind: 'a pasted block',
        over: '\n\ndef open_store',
        type: '\n\n    def rows(self, key: str):\n        path = os.path.join(self.name, key)\n        return read_rows(path, limit=1)\n\n\ndef open_store',
      },
    ],
  },
  {
    language: 'typescript',
    path: 'store.ts',
    text: typescript,
    typings: [
      { kind: 'a field', over: '  size: number;\n', type: '  size: number;\n  depth: number;\n' },
      { kind: 'a new name', over: 'const text', type: 'const content' },
      { kind: 'a call', over: 'return text.split', type: 'return parse(join(text)).split' },
      { kind: 'a block', over: "    if (text === '') return 0;", type: "    if (text === '') {\n      return 0;" },
      { kind: 'a bracket', over: 'return text', type: 'return Number(text' },
      { kind: 'async', over: '  describe()', type: '  async describe()' },
      { kind: 'half a word', over: 'private readonly rows', type: 'priv' },
    ],
  },
  {
    language: 'go',
    path: 'store.go',
    text: go,
    typings: [
      { kind: 'a field', over: '\tSize int\n', type: '\tSize int\n\tDepth int\n' },
      { kind: 'a parameter', over: 'size int)', type: 'size int, depth int)' },
      { kind: 'a call', over: 'len(text)', type: 'strings.Count(text, "a")' },
      { kind: 'a block', over: '\ttext, err', type: '\tif key == "" {\n\ttext, err' },
      { kind: 'a new name', over: 'text, err', type: 'content, err' },
    ],
  },
];
