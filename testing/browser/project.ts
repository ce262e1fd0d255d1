/** Code made up by rule, the same each time: files of any length for tests and benchmarks of large workspaces. */

export interface MadeFile {
  readonly name: string;
  readonly text: string;
}

export type MadeLanguage = 'python' | 'typescript';

const VERBS = ['combine', 'measure', 'collect', 'balance', 'reduce', 'arrange', 'weigh', 'gather'];
const LISTS = ['entries', 'values', 'samples', 'readings', 'prices', 'scores'];
const FACTORS = ['factor', 'scale', 'ratio', 'weight', 'share', 'rate'];

const at = (from: readonly string[], index: number): string => from[index % from.length] ?? '';

/** Twelve lines with a parameter, `factor` or a name like it, that the body uses twice. */
function python(file: number, index: number): string[] {
  const list = at(LISTS, file + index);
  const factor = at(FACTORS, file + 2 * index);
  return [
    `def ${at(VERBS, index)}_${file}_${index}(${factor}, ${list}):`,
    `    """What the ${list} come to."""`,
    `    if ${factor} < 0:`,
    '        raise ValueError("it must not be negative")',
    '    total = 0',
    `    for item in ${list}:`,
    `        total += item * ${factor}`,
    `    if total > ${(index % 9) * 100 + 100}:`,
    '        return None',
    `    return total / max(1, len(${list}))`,
    '',
    '',
  ];
}

function typescript(file: number, index: number): string[] {
  const list = at(LISTS, file + index);
  const factor = at(FACTORS, file + 2 * index);
  return [
    `/** What the ${list} come to. */`,
    `export function ${at(VERBS, index)}${file}x${index}(${factor}: number, ${list}: readonly number[]): number | null {`,
    `  if (${factor} < 0) throw new RangeError('it must not be negative');`,
    '  let total = 0;',
    `  for (const item of ${list}) {`,
    `    total += item * ${factor};`,
    '  }',
    `  if (total > ${(index % 9) * 100 + 100}) {`,
    '    return null;',
    '  }',
    `  return total / Math.max(1, ${list}.length);`,
    '}',
    '',
  ];
}

/** A file of exactly `lines` lines, the last one ended; `seed` names its functions. */
export function madeFile(language: MadeLanguage, seed: number, lines: number): string {
  const out: string[] = [language === 'python' ? `# Module ${seed}.` : `// Module ${seed}.`, ''];
  for (let index = 0; out.length < lines; index += 1)
    out.push(...(language === 'python' ? python(seed, index) : typescript(seed, index)));
  return `${out.slice(0, lines).join('\n')}\n`;
}

/** Python and TypeScript in turn, in five folders. */
export function madeProject(files: number, lines: number): readonly MadeFile[] {
  return Array.from({ length: files }, (_, index): MadeFile => {
    const language = index % 2 === 0 ? 'python' : 'typescript';
    const number = String(index).padStart(2, '0');
    return {
      name: `part${index % 5}/module${number}.${language === 'python' ? 'py' : 'ts'}`,
      text: madeFile(language, index, lines),
    };
  });
}

export interface Parameter {
  /** Both from 0. */
  readonly line: number;
  readonly column: number;
  readonly name: string;
}

/** The first parameter of each function, top to bottom, of made code or code that was typed into it. */
export function parametersOf(text: string): readonly Parameter[] {
  return text.split('\n').flatMap((content, line): readonly Parameter[] => {
    const found = /^(?:def|export function) \w+\(([a-z_]\w*)/d.exec(content);
    const column = found?.indices?.[1]?.[0];
    return found?.[1] === undefined || column === undefined ? [] : [{ line, column, name: found[1] }];
  });
}
