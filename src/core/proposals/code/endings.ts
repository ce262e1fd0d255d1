/** What follows the closing brackets of a statement or an item: `;`, `,` or nothing, as its neighbours have it. */
import type { Moment } from '../types';
import { HEADER } from './headers';
import { parentRow, type Page } from './page';
import { hasSemicolons } from './style';

const ASSIGNS =
  /(?:^(?:export\s+)?(?:const|let|var|type|return|throw|yield|await|static|use)\b|[^=!<>]=\s*[^=>].*$|=>\s*\{$|^export\s+default\s+[{[])/;

export function endingOf(moment: Moment, page: Page, row: number, closers: string): '' | ';' | ',' {
  const line = (page.lines[row] ?? '').trim();
  const parent = parentRow(page, row);
  const above = lastSibling(page, row, parent);
  const inList = parent >= 0 && /[([]\s*$|(?:[=(:,[]|return|default)\s*\{\s*$/.test(page.lines[parent] ?? '');
  if (parent >= 0 && above?.endsWith(',') === true) return ',';
  if (inList && above === null) return moment.language === 'json' ? '' : ',';
  if (above !== null && inList) return /[,;]$/.exec(above)?.[0] === ',' ? ',' : '';
  if (!hasSemicolons(moment)) return '';
  if (
    moment.language === 'rust' &&
    (/^(?:Ok|Err|Some|Box::new|Self)\b/.test(line) || (closers === '}' && !/^(?:let|return)\b/.test(line)))
  )
    return '';
  if (closers === '}')
    return ASSIGNS.test(line) &&
      !HEADER.braces.test(line) &&
      !/^(?:public |private |protected |static |async |get |set )*[\w$#]+\(.*\)(?:: [^=]+)? \{$/.test(line)
      ? ';'
      : '';
  if (HEADER.braces.test(line) && !/^(?:export )?(?:const|let|var)\b/.test(line)) return '';
  return ';';
}

/** The last line above a row that is indented like it and stands in the same block. */
function lastSibling({ lines, indents }: Page, row: number, parent: number): string | null {
  for (let at = row - 1; at > parent; at -= 1) {
    if (indents[at] === indents[row]) {
      const line = (lines[at] ?? '').trim();
      if (!/^(?:\/\/|#|\*|\/\*)/.test(line)) return line;
    }
  }
  return null;
}
