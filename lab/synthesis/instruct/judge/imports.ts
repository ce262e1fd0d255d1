/** Rules about imports: one that a newly used name needs, one that nothing uses any more. */
import { isWord, wordsAndMarks } from '../tokens';
import { kindOf, recent, type Candidate, type Situation } from './situation';

const IMPORT = /^\s*(?:import\b|from\s+[\w.]+\s+import\b|(?:export\s+)?(?:const|let|var)\s+[^=]+=\s*require\b)/;

/** Where names that programs import all the time come from: only these can be foreseen when no import of their module is there. */
const WELL_KNOWN: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries({
    typing:
      'Any Callable ClassVar Dict Final Generic Iterable Iterator List Literal Mapping NamedTuple Optional Protocol Sequence Set Tuple Type TypeVar Union cast overload TYPE_CHECKING',
    'collections.abc': 'Callable Generator Iterable Iterator Mapping MutableMapping Sequence',
    collections: 'Counter OrderedDict defaultdict deque namedtuple',
    dataclasses: 'asdict dataclass field replace',
    functools: 'cached_property lru_cache partial reduce wraps',
    contextlib: 'contextmanager nullcontext suppress',
    pathlib: 'Path',
    enum: 'Enum IntEnum auto',
    abc: 'ABC abstractmethod',
    datetime: 'datetime timedelta timezone',
    decimal: 'Decimal',
    __future__: 'annotations',
    react: 'useCallback useEffect useMemo useRef useState',
    vitest: 'describe expect it test vi',
  }).map(([module, names]) => [module, new Set(names.split(' '))]),
);

const NOISE: ReadonlySet<string> = new Set([
  'import',
  'from',
  'as',
  'type',
  'const',
  'let',
  'var',
  'require',
  'default',
  'export',
]);

export const isImport = (line: string): boolean => IMPORT.test(line);

/** Names that import lines bind, as far as single words tell; the module is not among them. */
function boundNames(lines: readonly string[]): string[] {
  return lines.flatMap((line) => {
    const bare = line
      .replace(/(['"`]).*?\1/g, '')
      .replace(/^\s*from\s+[\w.]+/, '')
      .replace(/\/\/.*|#.*/, '')
      .replace(/\brequire\b.*/, '');
    // `import a.b` binds `a`.
    const dotted = /^\s*import\s+([\w]+)(?:\.[\w]+)+\s*$/.exec(bare);
    if (dotted !== null) return [dotted[1] ?? ''];
    return wordsAndMarks(bare.replace(/[\w$*]+\s+as\s+/g, '')).filter((token) => isWord(token) && !NOISE.has(token));
  });
}

const wordsIn = (lines: readonly string[]): Set<string> => new Set(lines.flatMap(wordsAndMarks).filter(isWord));

/** Whether the candidate touches nothing but imports, also inside a list of names over several lines. */
function onlyImports({ facts, start }: Candidate, { lines }: Situation): boolean {
  const touched = [...facts.oldLines, ...facts.newLines].filter((line) => line.trim() !== '');
  if (touched.length === 0) return false;
  return touched.every(
    (line) => isImport(line) || (/^\s*[\w$]+(?:\s+as\s+\w+)?,?\s*$/.test(line) && insideImport(lines, start)),
  );
}

/** Whether the line stands in the brackets of an import that began above it. */
function insideImport(lines: readonly string[], line: number): boolean {
  for (let above = line - 1; above >= 0 && above > line - 40; above -= 1) {
    const text = lines[above] ?? '';
    if (isImport(text)) return /[({]\s*(?:#.*|\/\/.*)?$|[({][^)}]*$/.test(text);
    if (!/^\s*[\w$]+(?:\s+as\s+\w+)?,?\s*(?:#.*|\/\/.*)?$/.test(text)) return false;
  }
  return false;
}

const usesIn = (name: string, lines: readonly string[]): number =>
  lines.filter((line, at) => !isImport(line) && !insideImport(lines, at) && wordsAndMarks(line).includes(name)).length;

/** Names were used for the first time, and the candidate imports just these, from where one can know. */
export function importAdded(candidate: Candidate, situation: Situation): boolean {
  if (!onlyImports(candidate, situation)) return false;
  const { facts } = candidate;
  const before = new Set(boundNames(facts.oldLines));
  const bound = boundNames(facts.newLines).filter((name) => !before.has(name));
  if (bound.length === 0 || [...before].some((name) => !boundNames(facts.newLines).includes(name))) return false;
  const steps = recent(situation).filter((step) => ![...step.newLines].every(isImport));
  const written = wordsIn(steps.flatMap((step) => step.newLines));
  const gone = wordsIn(steps.flatMap((step) => step.oldLines));
  if (!bound.every((name) => written.has(name) && !gone.has(name))) return false;
  return kindOf(facts) === 'change' || bound.every((name) => moduleIsKnown(name, facts.newLines, situation));
}

/** A whole new import line: `import name`, a well-known pair, or a module that is already imported from. */
function moduleIsKnown(name: string, lines: readonly string[], situation: Situation): boolean {
  return lines
    .filter((line) => boundNames([line]).includes(name))
    .every((line) => {
      if (/^\s*import\s+[\w]+\s*$/.test(line)) return true;
      const module = /from\s+(?:['"]([^'"]+)['"]|([\w.]+))/.exec(line);
      const source = module?.[1] ?? module?.[2];
      if (source === undefined) return false;
      return (
        WELL_KNOWN.get(source)?.has(name) === true ||
        situation.lines.slice(situation.from, situation.to).some((other) => isImport(other) && other.includes(source))
      );
    });
}

/** The last use of names was taken away, and the candidate takes their imports away. */
export function importRemoved(candidate: Candidate, situation: Situation): boolean {
  if (!onlyImports(candidate, situation)) return false;
  const { facts } = candidate;
  const after = new Set(boundNames(facts.newLines));
  const unbound = boundNames(facts.oldLines).filter((name) => !after.has(name));
  if (unbound.length === 0 || [...after].some((name) => !boundNames(facts.oldLines).includes(name))) return false;
  const gone = wordsIn(recent(situation).flatMap((step) => step.oldLines));
  return unbound.every((name) => gone.has(name) && usesIn(name, situation.lines) === 0);
}
