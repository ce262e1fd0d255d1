/** The everyday moments: that every script plays, and that they are as many, as varied and as well formed as they should be. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { replay } from '../../src/core/history';
import { applyChange, type TextChange } from '../../src/core/text';
import type { EvaluationCase, EvaluationPoint } from './case';
import { playScript, type Script } from './script';

const HALVES = { open: 'everyday', sealed: 'sealed' } as const;
type Half = keyof typeof HALVES;

const scriptsOf = (half: Half): Script[] => {
  const folder = path.join('e2e/sessions/everyday', half);
  return readdirSync(folder).flatMap((name) => JSON.parse(readFileSync(path.join(folder, name), 'utf8')) as Script[]);
};

const scripts = { open: scriptsOf('open'), sealed: scriptsOf('sealed') };
const played = (half: Half): EvaluationCase[] => scripts[half].map((script) => playScript(script, HALVES[half]));
const cases = [...played('open'), ...played('sealed')];
const points = cases.flatMap((one) => one.points.map((point) => ({ one, point })));
const share = (is: (at: { one: EvaluationCase; point: EvaluationPoint }) => boolean): number =>
  points.filter(is).length / points.length;

const answersOf = ({ due }: EvaluationPoint): readonly TextChange[] =>
  due.kind === 'nothing' ? [] : [due.change, ...(due.others ?? [])];
const textAt = ({ document }: EvaluationCase, { after }: EvaluationPoint): string =>
  replay(document.base, document.records, after).text;

describe('everyday moments', () => {
  it('are many, a third of them quiet', () => {
    expect(points.length).toBeGreaterThanOrEqual(180);
    const quiet = share(({ point }) => point.due.kind === 'nothing');
    expect(quiet).toBeGreaterThan(0.28);
    expect(quiet).toBeLessThan(0.38);
  });

  it('are of the languages that people write', () => {
    const of = (language: string): number => share(({ one }) => one.document.language === language);
    expect(of('python')).toBeGreaterThan(0.35);
    expect(of('typescript')).toBeGreaterThan(0.24);
    for (const [language, least] of [
      ['javascript', 0.1],
      ['go', 0.05],
      ['rust', 0.05],
    ] as const)
      expect(of(language)).toBeGreaterThan(least);
    expect(new Set(cases.map(({ document }) => document.language)).size).toBeGreaterThanOrEqual(9);
  });

  it('are named once, and no two begin with the same text', () => {
    expect(new Set(cases.map(({ document }) => document.id)).size).toBe(cases.length);
    const texts = cases.map(({ document }) => document.base.text);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('are divided evenly, kind by kind', () => {
    for (const kind of new Set(cases.map((one) => one.kind))) {
      const [open, sealed] = [scripts.open, scripts.sealed].map(
        (half) => half.filter((script) => script.kind === kind).length,
      );
      expect(Math.abs((open ?? 0) - (sealed ?? 0)), kind).toBeLessThanOrEqual(1);
    }
  });

  it('hold files of many lengths, long ones among them', () => {
    const lines = scripts.open.concat(scripts.sealed).map(({ text }) => text.length);
    expect(Math.max(...lines)).toBeLessThanOrEqual(101);
    expect(lines.filter((count) => count >= 45).length).toBeGreaterThanOrEqual(10);
  });

  it.each(
    points
      .filter(({ point }) => point.due.kind === 'edits')
      .map((at) => [at.one.document.id, at.point.after, at] as const),
  )('%s after %i: answers differ, and one is well formed', (_, __, { one, point }) => {
    const after = answersOf(point).map((change) => applyChange(textAt(one, point), change));
    expect(new Set(after).size).toBe(after.length);
    expect(after.some((text) => isWellFormed(one.document.path, text))).toBe(true);
  });
});

/** As far as this program can tell: scripts parse, JSON too, and brackets of anything else close. */
function isWellFormed(file: string, text: string): boolean {
  if (/\.[jt]sx?$/.test(file))
    return (
      (
        ts.transpileModule(text, {
          fileName: file,
          reportDiagnostics: true,
          compilerOptions: { jsx: ts.JsxEmit.Preserve, allowJs: true },
        }).diagnostics ?? []
      ).length === 0
    );
  if (file.endsWith('.json')) return typeof JSON.parse(text) === 'object';
  const open: string[] = [];
  for (const bracket of text.replace(/"(\\.|[^"\\\n])*"/g, '').match(/[()[\]{}]/g) ?? []) {
    if ('([{'.includes(bracket)) open.push(bracket);
    else if (open.pop() !== '([{'[')]}'.indexOf(bracket)]) return false;
  }
  return open.length === 0;
}
