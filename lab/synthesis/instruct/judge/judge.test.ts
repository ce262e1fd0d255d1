import { describe, expect, it } from 'vitest';
import { stepsOf } from '../steps';
import { factsOf, isRelated, judgeByRules, RULE_NAMES, type Candidate, type RuleName, type Situation } from '.';

/** The situation after `before` became `now`, while `now` is to become `then`; what was done is one edit. */
function situation(before: string, now: string, then: string, language = 'python'): Situation {
  const made = stepsOf(before, now);
  const left = stepsOf(now, then);
  const lines = now.split('\n');
  return {
    language,
    lines,
    from: 0,
    to: lines.length,
    done: made.steps.map((step) => factsOf(made.lines.slice(step.start, step.end), step.lines)),
    candidates: left.steps.map((step): Candidate => ({
      facts: factsOf(left.lines.slice(step.start, step.end), step.lines),
      start: step.start,
      end: step.end,
    })),
  };
}

const code = (...lines: readonly string[]): string => `${lines.join('\n')}\n`;

const judge = (before: string, now: string, then: string, language?: string): (RuleName | null)[] =>
  judgeByRules(situation(before, now, then, language));

describe('the rules', () => {
  const cases: readonly (readonly [string, RuleName, string, string, string])[] = [
    [
      'a name carried to its uses',
      'rename',
      code('w = 1', 'print(w)'),
      code('width = 1', 'print(w)'),
      code('width = 1', 'print(width)'),
    ],
    [
      'an import for a name newly used',
      'import-added',
      code('import sys', '', 'x = 1'),
      code('import sys', '', 'x = json.loads(s)'),
      code('import json', 'import sys', '', 'x = json.loads(s)'),
    ],
    [
      'a name added to the imports of its module',
      'import-added',
      code('from typing import List', '', 'x: List = 1'),
      code('from typing import List', '', 'x: Optional = 1'),
      code('from typing import List, Optional', '', 'x: Optional = 1'),
    ],
    [
      'an import of what is used no more',
      'import-removed',
      code('import json', 'import sys', '', 'x = json.dumps(1)', 'sys.exit(0)'),
      code('import json', 'import sys', '', 'x = "1"', 'sys.exit(0)'),
      code('import sys', '', 'x = "1"', 'sys.exit(0)'),
    ],
    [
      'a name taken out of an import list',
      'import-removed',
      code("import { a, b } from './x';", '', 'a(); b();'),
      code("import { a, b } from './x';", '', 'a();'),
      code("import { a } from './x';", '', 'a();'),
    ],
    [
      'the argument for a new parameter',
      'parameter-passed',
      code('def area(w):', '    return w', 'area(1)'),
      code('def area(w, scale):', '    return w', 'area(1)'),
      code('def area(w, scale):', '    return w', 'area(1, scale=scale)'),
    ],
    [
      'the argument of a parameter that went',
      'parameter-dropped',
      code('def area(w, scale):', '    return w', 'area(1, scale=scale)'),
      code('def area(w):', '    return w', 'area(1, scale=scale)'),
      code('def area(w):', '    return w', 'area(1)'),
    ],
    [
      'the closing half of what was opened',
      'closing-half',
      code('value = compute(a)', 'x = 1', 'done()'),
      code('value = wrap(compute(a)', 'x = 1', 'done()'),
      code('value = wrap(compute(a)', 'x = 1', 'done())'),
    ],
    [
      'the body below a new head',
      'body-moved',
      code('go()', 'x = 1', 'y = 2'),
      code('go()', 'if ready:', 'x = 1', 'y = 2'),
      code('go()', 'if ready:', '    x = 1', '    y = 2'),
    ],
    [
      'a replacement repeated',
      'repeated-replacement',
      code('a = get("x", None)', 'b = get("y", None)'),
      code('a = get("x", 0 + 1)', 'b = get("y", None)'),
      code('a = get("x", 0 + 1)', 'b = get("y", 0 + 1)'),
    ],
    [
      'an insertion repeated',
      'repeated-insertion',
      code('open(a)', 'open(b)', 'open(c)'),
      code('open(a, mode=m)', 'open(b)', 'open(c)'),
      code('open(a, mode=m)', 'open(b, mode=m)', 'open(c, mode=m)'),
    ],
    [
      'a removal repeated',
      'repeated-removal',
      code('x = maybe(a)', 'y = maybe(b)', 'z = q'),
      code('x = (a)', 'y = maybe(b)', 'z = q'),
      code('x = (a)', 'y = (b)', 'z = q'),
    ],
    [
      'several changes of a line, together again',
      'repeated-change',
      code('self.assertEqual(a, 1)', 'self.assertEqual(b, 2)'),
      code('assert a == 1', 'self.assertEqual(b, 2)'),
      code('assert a == 1', 'assert b == 2'),
    ],
    [
      'a line written again beside a like one',
      'line-repeated',
      code('try:', '    a()', 'except E:', '    pass', 'try:', '    b()', 'except E:', '    go()'),
      code('try:', '    a()', 'except E:', '    log(error)', '    pass', 'try:', '    b()', 'except E:', '    go()'),
      code(
        'try:',
        '    a()',
        'except E:',
        '    log(error)',
        '    pass',
        'try:',
        '    b()',
        'except E:',
        '    log(error)',
        '    go()',
      ),
    ],
    [
      'a line taken out everywhere',
      'line-removed-again',
      code('print(x)', 'a()', 'print(x)', 'b()'),
      code('a()', 'print(x)', 'b()'),
      code('a()', 'b()'),
    ],
    [
      'the setting of a name that nothing uses now',
      'unused-removed',
      code('limit = 3', 'go(limit)'),
      code('limit = 3', 'go()'),
      code('go()'),
    ],
  ];

  it.each(cases)('keep %s: %s', (_name, rule, before, now, then) => {
    expect(new Set(judge(before, now, then))).toEqual(new Set([rule]));
  });

  it('are all tested', () => {
    expect(new Set(cases.map(([, rule]) => rule))).toEqual(new Set(RULE_NAMES));
  });

  const unforeseen: readonly (readonly [string, string, string, string])[] = [
    [
      'another name than the one that changed',
      code('w = 1', 'print(w, h)'),
      code('width = 1', 'print(w, h)'),
      code('width = 1', 'print(w, height)'),
    ],
    [
      'a name that stays in most places',
      code('w = 1', 'a(w)', 'b(w)', 'c(w)'),
      code('width = 1', 'a(w)', 'b(w)', 'c(w)'),
      code('width = 1', 'a(width)', 'b(w)', 'c(w)'),
    ],
    [
      'an import of something never mentioned',
      code('x = 1'),
      code('x = json.loads(s)'),
      code('import yaml', 'x = json.loads(s)'),
    ],
    [
      'an import from a module that nothing names',
      code('x = 1'),
      code('x = Widget()'),
      code('from somewhere.deep import Widget', 'x = Widget()'),
    ],
    [
      'an import that is still used',
      code('import json', 'a = json.dumps(1)', 'b = json.dumps(2)'),
      code('import json', 'a = 1', 'b = json.dumps(2)'),
      code('a = 1', 'b = json.dumps(2)'),
    ],
    [
      'an argument with a value of its own',
      code('def area(w):', '    return w', 'area(1)'),
      code('def area(w, scale):', '    return w', 'area(1)'),
      code('def area(w, scale):', '    return w', 'area(1, 2.54)'),
    ],
    [
      'a bracket closed while more changes in between',
      code('value = compute(a)', 'x = 1', 'done()'),
      code('value = wrap(compute(a)', 'x = 1', 'done()'),
      code('value = wrap(compute(a)', 'x = two', 'done())'),
    ],
    ['lines indented under nothing', code('go()', 'x = 1'), code('went()', 'x = 1'), code('went()', '    x = 1')],
    [
      'a new line of its own',
      code('a = 1', 'b = 2'),
      code('a = one()', 'b = 2'),
      code('a = one()', 'b = 2', 'return total(a, b)'),
    ],
    ['a number that changes by itself', code('a = 1', 'b = 2'), code('a = 5', 'b = 2'), code('a = 5', 'b = 7')],
    [
      'one of many alike lines that are kept',
      code('f(1)', 'f(2)', 'f(3)', 'f(4)', 'f(5)'),
      code('f(1, x)', 'f(2)', 'f(3)', 'f(4)', 'f(5)'),
      code('f(1, x)', 'f(2, x)', 'f(3)', 'f(4)', 'f(5)'),
    ],
    [
      'the setting of a name used elsewhere',
      code('limit = 3', 'go(limit)', 'end(limit)'),
      code('limit = 3', 'go()', 'end(limit)'),
      code('go()', 'end(limit)'),
    ],
  ];

  it.each(unforeseen)('do not keep %s', (_name, before, now, then) => {
    expect(judge(before, now, then)).not.toContainEqual(expect.any(String));
  });

  it('keep nothing when nothing was done', () => {
    expect(judge(code('w = 1'), code('w = 1'), code('width = 1'))).toEqual([null]);
  });

  it('work for scripts as for Python', () => {
    expect(
      judge(
        code('const n = 1;', 'use(n);'),
        code('const count = 1;', 'use(n);'),
        code('const count = 1;', 'use(count);'),
        'javascript',
      ),
    ).toEqual(['rename']);
  });
});

describe('a step no rule keeps', () => {
  it.each([
    [
      'that writes a word newly written',
      code('a()', 'b()'),
      code('fetch(a)', 'b()'),
      code('fetch(a)', 'fetch(b, 1, 2)'),
      true,
    ],
    [
      'that has nothing to do with what was done',
      code('a()', 'b()'),
      code('fetch(a)', 'b()'),
      code('fetch(a)', 'other()'),
      false,
    ],
  ])('%s is told apart', (_name, before, now, then, related) => {
    const made = situation(before, now, then);
    expect(isRelated(made.candidates[0]!, made)).toBe(related);
  });
});
