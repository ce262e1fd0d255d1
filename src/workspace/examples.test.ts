import { expect, it } from 'vitest';
import { EXAMPLES } from './examples';
import { languageOf } from './language';

it.each(EXAMPLES.map(({ name, text }) => [name, text] as const))('%s says in its first line what to try, and the next line has it', (name, text) => {
  const [hint, target] = text.split('\n');
  const old = /Rename (\w+) to \w+/.exec(hint ?? '')?.[1] ?? '';
  expect(languageOf(name).id).not.toBe('plaintext');
  expect(old).not.toBe('');
  expect(target).toMatch(new RegExp(`\\b${old}\\b`));
  expect(text.split('\n').slice(2).join('\n')).toMatch(new RegExp(`\\b${old}\\b`));
});
