import { describe, expect, it } from 'vitest';
import { TAB_GRACE_MS, tabMeaning, type TabMeaning, type TabSituation } from './tab';

/** The cursor is `|`, the next change reaches from `[` to `]`, a later one from `{` to `}`. */
function at(marked: string, more: Partial<TabSituation> = {}): TabMeaning {
  const places = new Map<string, number>();
  let text = '';
  for (const sign of marked) {
    if ('|[]{}'.includes(sign)) places.set(sign, text.length);
    else text += sign;
  }
  const head = places.get('|') ?? 0;
  const hunk = (from: string, to: string): { start: number; end: number }[] => {
    const [start, end] = [places.get(from), places.get(to)];
    return start === undefined || end === undefined ? [] : [{ start, end }];
  };
  return tabMeaning({
    choice: 'careful',
    text,
    cursor: { anchor: head, head },
    cursors: 1,
    focused: true,
    hunks: [...hunk('[', ']'), ...hunk('{', '}')],
    shownFor: TAB_GRACE_MS,
    drawn: 'code',
    following: false,
    ...more,
  });
}

describe('Tab', () => {
  it.each<[string, string, Partial<TabSituation>, TabMeaning]>([
    ['indents where nothing is predicted', 'a|b', {}, 'indent'],
    ['takes what is in its line', 'x[y]z|', {}, 'accept'],
    ['takes what is in the line above', 'x[y]\nz|', {}, 'accept'],
    ['takes what is in the line below', 'z|\nx[y]', {}, 'accept'],
    ['goes to what is further away', 'z|\n\nx[y]', {}, 'jump'],
    ['goes to what is further above', 'x[y]\n\nz|', {}, 'jump'],
    ['is about the next change, not about a later one', 'x[y]\n\n\nz{w}|', {}, 'jump'],
    ['goes on without a jump after taking', 'z|\n\n\nx[y]', { following: true }, 'accept'],
    ['goes on from an empty line after taking', 'z\n|\n\nx[y]', { following: true }, 'accept'],
    ['indents in leading white space away from it', 'a\n  |b\n\nx[y]', {}, 'indent'],
    ['indents in leading white space right above it', '  |b\nx[y]', {}, 'indent'],
    ['indents on an empty line above it', 'a\n|\nx[y]', {}, 'indent'],
    ['indents on an empty line between two changes', 'x[y]\n|\nx{y}', {}, 'indent'],
    ['takes in leading white space of its line', '  |a = [b]', {}, 'accept'],
    ['takes on an empty line that it fills', 'a\n|[]\nb', {}, 'accept'],
    ['takes in leading white space of a line put in before it', 'a\n[]  |b', {}, 'accept'],
    ['takes in a line that goes', 'a\n[  |b\n]c', {}, 'accept'],
    ['indents in the line behind one that goes', 'a\n[b\n]  |c', {}, 'indent'],
    ['goes to the next change from leading white space of a later one', 'x[y]\n\n\n  |{z}', {}, 'jump'],
    ['goes to it from behind leading white space', 'a\n  b|\n\nx[y]', {}, 'jump'],
    ['goes to it from everywhere when so chosen', 'a\n  |b\n\nx[y]', { choice: 'always' }, 'jump'],
    ['takes it from the line above when so chosen', '|\nx[y]', { choice: 'always' }, 'accept'],
    ['indents while nothing is drawn', 'x[y]|', { shownFor: null }, 'indent'],
    ['indents right after it appeared', 'x[y]|', { shownFor: TAB_GRACE_MS - 1 }, 'indent'],
    [
      'indents right after it appeared, whatever is chosen',
      'x[y]|',
      { shownFor: 0, choice: 'always', following: true },
      'indent',
    ],
    ['first shows what only a mark stands for', 'x[y]|', { drawn: 'mark' }, 'jump'],
    ['takes what is shown beside the code from anywhere', 'z|\n\n\nx[y]', { drawn: 'beside' }, 'accept'],
    ['indents in leading white space then too', '  |z\n\n\nx[y]', { drawn: 'beside' }, 'indent'],
    ['does something else with a selection', 'x[y]|', { cursor: { anchor: 0, head: 2 } }, 'none'],
    ['does something else with several cursors', 'x[y]|', { cursors: 2 }, 'none'],
    ['goes elsewhere when the focus is elsewhere', 'x[y]|', { focused: false }, 'none'],
  ])('%s', (_, marked, more, expected) => {
    expect(at(marked, more)).toBe(expected);
  });

  it('knows the first and the last line', () => {
    expect(at('[|]')).toBe('accept');
    expect(at('|')).toBe('indent');
    expect(at('a\r\n  |\r\nx[y]')).toBe('indent');
  });
});
