import { describe, expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { sibling } from './sibling';

type Case = readonly [name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]];

const TWO = 'def load(path):\n    return 1\n\ndef save(path):\n    return 2\n\ndef drop(key):\n    return 3\n';

describe('what was put into one goes into its siblings', () => {
  test.each<Case>([
    [
      'a guard, where its parameter is',
      'a.py',
      TWO,
      [['def load(path):\n', 'def load(path):\n    if not path:\n        raise ValueError(path)\n']],
      ['7+     if not path: / 8+         raise ValueError(path)'],
    ],
    [
      'a statement with the name of its function',
      'a.py',
      'def load():\n    return 1\n\ndef save():\n    return 2\n',
      [['def load():\n', 'def load():\n    log("load")\n']],
      ['6+     log("save")'],
    ],
    [
      'a decorator',
      'a.py',
      'class T:\n    def a(self):\n        pass\n\n    def b(self):\n        pass\n',
      [['    def a', '    @timed\n    def a']],
      ['6+     @timed'],
    ],
    [
      'a modifier',
      'a.ts',
      'interface A {\n  name: string;\n  tags: string[];\n}\n',
      [['  name', '  readonly name']],
      ['3:   readonly tags: string[];'],
    ],
    [
      'export',
      'a.ts',
      'function a(): void {\n}\n\nfunction b(x: number): void {\n}\n',
      [['function a', 'export function a']],
      ['4: export function b(x: number): void {'],
    ],
    [
      'pub',
      'a.rs',
      'struct A {\n    x: u8,\n    y: Vec<u8>,\n}\n',
      [['    x', '    pub x']],
      ['3:     pub y: Vec<u8>,'],
    ],
    [
      'a suffix of a name',
      'a.ts',
      'interface A {\n  name: string;\n  tags: string[];\n}\n',
      [['name', 'name?']],
      ['3:   tags?: string[];'],
    ],
    [
      'a keyword argument',
      'a.py',
      'a = get(url, 1)\nb = get(other)\nc = put(other)\nd = get(third, timeout=3)\n',
      [['url, 1', 'url, 1, timeout=5']],
      ['2: b = get(other, timeout=5)'],
    ],
    [
      'an attribute',
      'a.tsx',
      'const a = <p>\n  <Button label="a" onClick={a} />\n  <Button label="b" onClick={b} />\n</p>;\n',
      [['label="a"', 'label="a" primary']],
      ['3:   <Button label="b" primary onClick={b} />'],
    ],
    [
      'a field of an object in a list',
      'a.ts',
      "const a = [\n  {\n    id: 1,\n    name: 'a',\n  },\n  {\n    id: 2,\n    name: 'b',\n  },\n];\n",
      [["    name: 'a',\n", "    name: 'a',\n    isOpen: false,\n"]],
      ['10+     isOpen: false,'],
    ],
    ['nothing where a name was made longer', 'a.ts', 'const a = 1;\nconst b = 2;\n', [['a', 'ab']], []],
  ])('%s', (_name, path, text, keys, expected) => {
    expect(proposed(sibling, trialMoment(path, text, keys))).toEqual(expected);
  });
});
