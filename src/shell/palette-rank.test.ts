import { describe, expect, it } from 'vitest';
import { fit, rank } from './palette-rank';

const titles = [
  'File: New file',
  'File: Open folder',
  'Run: Run this file',
  'Predictions: Off',
  'Chat: New conversation',
];

describe('finding a command', () => {
  it.each([
    ['', titles[0]],
    ['run', 'Run: Run this file'],
    ['nf', 'File: New file'],
    ['op fo', 'File: Open folder'],
    ['off', 'Predictions: Off'],
    ['conv', 'Chat: New conversation'],
  ])('"%s" finds %s first', (query, first) => {
    expect(rank(query, titles, (title) => [title])[0]).toBe(first);
  });

  it('puts what begins with the words before what holds their letters', () => {
    const named = [
      ['Tab size', 'Setting: Tab size'],
      ['Settings', 'General: Settings'],
    ];
    expect(rank('settings', named, (names) => names)[0]).toBe(named[1]);
    expect(rank('setting tab', named, (names) => names)[0]).toBe(named[0]);
  });

  it('finds nothing for letters that are not there in that order', () => {
    expect(rank('zzz', titles, (title) => [title])).toEqual([]);
    expect(fit('nur', 'run')).toBeNull();
  });
});
