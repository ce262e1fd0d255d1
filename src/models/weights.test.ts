import { expect, it } from 'vitest';
import { addressOf, qwenHalf } from './weights';

it.each<[string, readonly string[], string]>([
  ['from where they were published', [], qwenHalf.url],
  [
    'from beside the page where its host offers them',
    [qwenHalf.file],
    `https://example.org/ink/weights/${qwenHalf.file}`,
  ],
  ['from where they were published when the host offers others', ['other.gguf'], qwenHalf.url],
])('weights are loaded %s', (_name, offered, expected) => {
  expect(addressOf(qwenHalf, 'https://example.org/ink/#demo', offered)).toBe(expected);
});
