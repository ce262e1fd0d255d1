import { describe, expect, test } from 'vitest';
import { proposed, trialMoment, type Keys } from '../../../../testing/proposals-trial';
import { async } from './async';

type Case = readonly [name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]];

const check = (_name: string, path: string, text: string, keys: readonly Keys[], expected: readonly string[]): void => {
  expect(proposed(async, trialMoment(path, text, keys))).toEqual(expected);
};

describe('a function that became async', () => {
  test.each<Case>([
    [
      'its calls in async functions first',
      'a.py',
      'def load(x):\n    return x\n\ndef show():\n    print(load(1))\n\nasync def main():\n    y = load(2)\n',
      [['def load', 'async def load']],
      ['8:     y = await load(2)', '5:     print(await load(1))', '4: async def show():'],
    ],
    [
      'a method',
      'a.py',
      'class A:\n    def load(self):\n        return 1\n\n    async def run(self):\n        return self.load()\n',
      [['    def load', '    async def load']],
      ['6:         return await self.load()'],
    ],
    [
      'what is taken of its result',
      'a.ts',
      'function load() {}\n\nasync function main() {\n  load().length;\n}\n',
      [['function load', 'async function load']],
      ['4:   (await load()).length;'],
    ],
    [
      'the promise of its result',
      'a.ts',
      'export function load(x: number): string[] {\n  return [];\n}\n',
      [['function load', 'async function load']],
      ['1: export async function load(x: number): Promise<string[]> {'],
    ],
    [
      'an arrow function',
      'a.ts',
      'const load = (x: number): void => {};\n\nasync function main() {\n  load(1);\n}\n',
      [['(x: number)', 'async (x: number)']],
      ['1: const load = async (x: number): Promise<void> => {};', '4:   await load(1);'],
    ],
    [
      'the interface',
      'a.ts',
      'interface Store {\n  load(): string;\n}\n\nclass A implements Store {\n  load() {\n    return 1;\n  }\n}\n',
      [['  load() {', '  async load() {']],
      ['2:   load(): Promise<string>;'],
    ],
    [
      'calls in it',
      'a.js',
      'async function save() {}\n\nfunction main() {\n  save();\n  const r = fetch(1);\n}\n',
      [['function main', 'async function main']],
      ['5:   const r = await fetch(1);', '4:   await save();'],
    ],
    [
      'Rust',
      'a.rs',
      'fn load() -> u8 { 1 }\n\nasync fn main() {\n    let x = load();\n}\n',
      [['fn load', 'async fn load']],
      ['4:     let x = load().await;'],
    ],
    [
      'what Rust asks of the result',
      'a.rs',
      'fn load() -> R { 1 }\n\nfn run() {\n    let x = load()?;\n}\n',
      [['fn load', 'async fn load']],
      ['4:     let x = load().await?;', '3: async fn run() {'],
    ],
    [
      'sleeping',
      'a.py',
      'def run():\n    time.sleep(1)\n',
      [['def run', 'async def run']],
      ['2:     await asyncio.sleep(1)'],
    ],
    [
      'a context',
      'a.py',
      '@asynccontextmanager\ndef opened():\n    yield 1\n\nasync def main():\n    with opened() as f:\n        pass\n',
      [['def opened', 'async def opened']],
      ['6:     async with opened() as f:'],
    ],
    [
      'a generator',
      'a.py',
      'def rows():\n    yield 1\n\nasync def main():\n    for row in rows():\n        pass\n',
      [['def rows', 'async def rows']],
      ['5:     async for row in rows():'],
    ],
    [
      'nothing where it is awaited or gathered',
      'a.py',
      'def load():\n    return 1\n\nasync def main():\n    await load()\n    await asyncio.gather(load(), load())\n',
      [['def load', 'async def load']],
      [],
    ],
    [
      'nothing for a chain',
      'a.js',
      'function load() {}\n\nfunction main() {\n  load().then(f);\n}\n',
      [['function load', 'async function load']],
      [],
    ],
    [
      'nothing for another binding',
      'a.py',
      'def load():\n    return 1\n\nasync def main(loader):\n    loader()\n',
      [['def load', 'async def load']],
      [],
    ],
  ])('%s', check);
});

describe('await in a function that is not async', () => {
  test.each<Case>([
    ['Python', 'a.py', 'def main():\n    x = load()\n', [['= load', '= await load']], ['1: async def main():']],
    [
      'a method',
      'a.ts',
      'class A {\n  private run(): number {\n    return this.load();\n  }\n}\n',
      [['this.load', 'await this.load']],
      ['2:   private async run(): Promise<number> {'],
    ],
    [
      'a callback',
      'a.ts',
      "test('a', () => {\n  load();\n});\n",
      [['load()', 'await load()']],
      ["1: test('a', async () => {"],
    ],
    [
      'Rust',
      'a.rs',
      'pub fn run() {\n    let x = load();\n}\n',
      [['load()', 'load().await']],
      ['1: pub async fn run() {'],
    ],
    [
      'async with',
      'a.py',
      'def main():\n    with a() as b:\n        pass\n',
      [['with', 'async with']],
      ['1: async def main():'],
    ],
    ['nothing where it is async', 'a.py', 'async def main():\n    x = load()\n', [['= load', '= await load']], []],
  ])('%s', check);
});

describe('a call that is typed', () => {
  test.each<Case>([
    [
      'of an async function',
      'a.py',
      'async def load(x):\n    return x\n\nasync def main():\n    x = 1\n',
      [['x = 1', 'x = load(1)']],
      ['5:     x = await load(1)'],
    ],
    [
      'nothing in a function that is not',
      'a.py',
      'async def load(x):\n    return x\n\ndef main():\n    x = 1\n',
      [['x = 1', 'x = load(1)']],
      [],
    ],
  ])('%s', check);
});
