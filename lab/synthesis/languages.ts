/** What the small lexers must know of each language's words. */

export type SourceLanguage = 'python' | 'typescript' | 'javascript';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

const PYTHON_KEYWORDS = words(`
  False None True and as assert async await break class continue def del elif else except finally for from global if
  import in is lambda nonlocal not or pass raise return try while with yield`);

const SCRIPT_KEYWORDS = words(`
  await break case catch class const continue debugger default delete do else enum export extends false finally for
  function if import in instanceof let new null return super switch this throw true try typeof var void while with yield
  interface implements package private protected public static`);

/** Words that mean something in some places, and names everybody knows: never renamed, never a new name. */
const PYTHON_RESERVED = words(`
  self cls _ __ match case type print len range str int float bool list dict set tuple object super isinstance issubclass
  getattr setattr hasattr enumerate zip map filter sorted reversed sum min max abs any all open iter next id hash repr
  format input vars dir locals globals eval exec callable property staticmethod classmethod Exception ValueError TypeError
  KeyError IndexError AttributeError RuntimeError NotImplementedError StopIteration OSError ImportError bytes bytearray
  frozenset complex slice round pow divmod ord chr bin hex oct compile NotImplemented Ellipsis __name__ __file__ __all__`);

const SCRIPT_RESERVED = words(`
  as async from get set of type undefined NaN Infinity arguments eval globalThis window document console Object Array
  String Number Boolean Symbol Map Set WeakMap WeakSet Promise Error TypeError RangeError Math JSON Date RegExp Function
  any unknown never string number boolean object symbol bigint void is keyof infer asserts readonly declare abstract
  namespace module override require constructor prototype exports satisfies unique accessor Record Partial Readonly Pick
  Omit self _ $ process Buffer setTimeout clearTimeout Uint8Array BigInt Reflect Proxy parseInt parseFloat isNaN`);

export function isKeyword(word: string, language: SourceLanguage): boolean {
  return (language === 'python' ? PYTHON_KEYWORDS : SCRIPT_KEYWORDS).has(word);
}

/** Whether a word may neither be renamed nor be given as a name. */
export function isReserved(word: string, language: SourceLanguage): boolean {
  return (
    isKeyword(word, language) ||
    (language === 'python' ? PYTHON_RESERVED : SCRIPT_RESERVED).has(word) ||
    word.startsWith('__')
  );
}
