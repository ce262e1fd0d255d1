/** How a file is written: its indentation, its semicolons. */
import { pageOf, perMoment } from './page';

/** One step of indentation: a tab, or so many spaces as the file's deeper lines have most often. */
export const indentUnitOf = perMoment((moment): string => {
  const { lines, indents } = pageOf(moment);
  const steps = new Map<number, number>();
  let tabs = 0;
  let last = 0;
  indents.forEach((indent, row) => {
    if (indent < 0) return;
    if (lines[row]?.startsWith('\t') === true) tabs += 1;
    if (indent > last) steps.set(indent - last, (steps.get(indent - last) ?? 0) + 1);
    last = indent;
  });
  if (tabs > 0) return '\t';
  const [best] = [...steps].filter(([step]) => step >= 2 && step <= 8).sort((one, other) => other[1] - one[1]);
  const usual = { python: 4, rust: 4 }[moment.language] ?? 2;
  return moment.language === 'go' ? '\t' : ' '.repeat(best?.[0] ?? usual);
});

/** Whether statements end with semicolons. */
export const hasSemicolons = perMoment(({ text, language }): boolean => {
  if (['rust', 'css', 'scss', 'less', 'java', 'c', 'cpp', 'csharp', 'php'].includes(language)) return true;
  if (language !== 'javascript' && language !== 'typescript') return false;
  const ends = text.match(/;[ \t]*\r?$/gm)?.length ?? 0;
  const without =
    text.match(/^[ \t]*(?:const|let|return|import|await)\b.*[\p{L}\p{N})\]'"`][ \t]*\r?$/gmu)?.length ?? 0;
  return ends >= without;
});
