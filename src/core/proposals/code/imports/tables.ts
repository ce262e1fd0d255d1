/** Well-known names of standard libraries and where they come from. */

const words = (text: string): string[] => text.trim().split(/\s+/);

/** Every module of Python's standard library that is imported now and then: for sections, and to import as a whole. */
export const PYTHON_MODULES: ReadonlySet<string> = new Set(
  words(`
  abc argparse array ast asyncio atexit base64 bisect builtins calendar cmath codecs collections colorsys concurrent configparser
  contextlib contextvars copy csv ctypes dataclasses datetime decimal difflib dis email enum errno fcntl filecmp fileinput fnmatch
  fractions functools gc getopt getpass gettext glob graphlib gzip hashlib heapq hmac html http imaplib importlib inspect io ipaddress
  itertools json keyword linecache locale logging lzma math mimetypes multiprocessing numbers operator os pathlib pickle pkgutil
  platform plistlib pprint profile queue random re readline resource sched secrets select selectors shelve shlex shutil signal site
  smtplib socket socketserver sqlite3 ssl stat statistics string struct subprocess sys sysconfig tarfile tempfile textwrap threading
  time timeit tkinter token tokenize tomllib traceback tracemalloc types typing unicodedata unittest urllib uuid venv warnings
  wave weakref webbrowser xml zipfile zlib zoneinfo __future__
`),
);

/** Modules that are used by their own name, with what is usually taken of them where the name means other things too. */
export const PYTHON_AS_MODULE: ReadonlySet<string> = new Set(
  words(`
  abc argparse ast asyncio atexit base64 bisect calendar cmath codecs collections configparser contextlib contextvars copy csv ctypes
  dataclasses decimal difflib enum errno fnmatch fractions functools gc getpass glob gzip hashlib heapq hmac html importlib inspect io
  ipaddress itertools json locale logging math mimetypes multiprocessing operator os pathlib pickle platform pprint queue random re
  secrets select shelve shlex shutil signal smtplib socket sqlite3 ssl statistics string struct subprocess sys tarfile tempfile
  textwrap threading time timeit tomllib traceback types typing unicodedata unittest uuid warnings weakref zipfile zlib zoneinfo
`),
);

const PYTHON_NAMES: Readonly<Record<string, string>> = {
  abc: 'ABC ABCMeta abstractmethod',
  argparse: 'ArgumentParser Namespace',
  collections: 'defaultdict Counter OrderedDict deque namedtuple ChainMap',
  'collections.abc': '',
  'concurrent.futures': 'ThreadPoolExecutor ProcessPoolExecutor as_completed',
  contextlib:
    'contextmanager asynccontextmanager suppress ExitStack AsyncExitStack nullcontext closing redirect_stdout',
  copy: 'deepcopy',
  dataclasses: 'dataclass field asdict astuple replace',
  datetime: 'datetime timedelta timezone date',
  decimal: 'Decimal InvalidOperation ROUND_HALF_UP',
  enum: 'Enum IntEnum StrEnum Flag IntFlag auto unique',
  fractions: 'Fraction',
  functools: 'lru_cache cache wraps partial reduce cached_property total_ordering singledispatch cmp_to_key',
  heapq: 'heappush heappop heapify nlargest nsmallest',
  io: 'StringIO BytesIO',
  itertools:
    'chain product permutations combinations groupby zip_longest islice accumulate count cycle repeat starmap takewhile pairwise',
  math: 'sqrt ceil floor pi inf isclose gcd',
  pathlib: 'Path PurePath',
  queue: 'Queue PriorityQueue',
  random: 'randint choice shuffle sample',
  string: 'ascii_letters ascii_lowercase ascii_uppercase',
  statistics: 'mean median stdev',
  textwrap: 'dedent',
  threading: 'Thread Lock RLock Event',
  time: 'sleep perf_counter monotonic',
  types: 'SimpleNamespace TracebackType MappingProxyType ModuleType',
  typing: `Any Optional Union List Dict Set Tuple Callable Iterable Iterator Generator Sequence Mapping MutableMapping TypeVar Generic
    Protocol Literal Final ClassVar NamedTuple TypedDict cast overload TYPE_CHECKING Awaitable Coroutine AsyncIterator NoReturn Type
    Annotated Self TypeAlias ParamSpec Concatenate NewType Hashable`,
  unittest: 'TestCase',
  'unittest.mock': 'MagicMock Mock patch AsyncMock',
  'urllib.parse': 'urlparse urlencode urljoin quote unquote parse_qs',
  uuid: 'uuid4 UUID uuid1',
  zoneinfo: 'ZoneInfo',
};

const NODE_NAMES: Readonly<Record<string, string>> = {
  fs: 'readFileSync writeFileSync existsSync mkdirSync readdirSync statSync createReadStream createWriteStream appendFileSync unlinkSync rmSync copyFileSync mkdtempSync',
  'fs/promises': 'readFile writeFile mkdir readdir rm mkdtemp',
  path: '',
  os: '',
  url: 'fileURLToPath pathToFileURL',
  util: 'promisify inspect parseArgs',
  crypto: 'randomUUID createHash randomBytes createHmac timingSafeEqual',
  child_process: 'spawn exec execSync execFile spawnSync fork',
  events: 'EventEmitter once',
  http: 'createServer',
  perf_hooks: '',
  readline: 'createInterface',
  stream: 'Readable Writable Transform pipeline',
  worker_threads: 'Worker parentPort workerData',
  assert: '',
  'timers/promises': '',
  zlib: 'gzipSync gunzipSync',
};

/** Node's own modules that are used by their own name: what is taken of each, so that a variable of that name is none. */
export const NODE_AS_MODULE: Readonly<Record<string, RegExp>> = {
  fs: /^\.\w+/,
  path: /^\.(?:join|resolve|basename|dirname|extname|relative|sep|normalize|parse|isAbsolute|posix|win32)/,
  os: /^\.(?:tmpdir|homedir|platform|cpus|EOL|hostname|type|arch|totalmem)/,
  util: /^\.(?:promisify|inspect|format|inherits|parseArgs|types)/,
  crypto: /^\.(?:createHash|randomBytes|createHmac|timingSafeEqual|scrypt|pbkdf2)/,
  assert: /^(?:\(|\.(?:equal|strictEqual|deepEqual|deepStrictEqual|throws|ok|rejects))/,
  http: /^\.(?:createServer|request|get|STATUS_CODES)/,
  https: /^\.(?:request|get|createServer)/,
  zlib: /^\.\w+/,
  readline: /^\.createInterface/,
};

const REACT_NAMES = `useState useEffect useMemo useCallback useRef useContext useReducer useLayoutEffect useId useTransition useDeferredValue
  createContext memo forwardRef lazy Suspense Fragment StrictMode`;
const REACT_TYPES =
  'ReactNode ReactElement FC CSSProperties PropsWithChildren ChangeEvent FormEvent MouseEvent KeyboardEvent RefObject Dispatch SetStateAction ComponentProps';

/** Go's packages by the name that they are used by, with the path where it is not the name. */
export const GO_BY_NAME: ReadonlyMap<string, string> = new Map([
  ...words(
    'bufio bytes cmp context errors flag fmt io log maps math net os reflect regexp runtime slices sort strconv strings sync syscall testing time unicode embed expvar iter',
  ).map((name) => [name, name] as const),
  ...words(
    'archive/zip compress/gzip container/heap container/list crypto/sha256 crypto/md5 crypto/hmac crypto/rand database/sql encoding/base64 encoding/binary encoding/csv encoding/hex encoding/json encoding/xml html/template io/fs io/ioutil log/slog math/big math/bits mime/multipart net/http net/url net/http/httptest os/exec os/signal path/filepath sync/atomic unicode/utf8 runtime/debug text/tabwriter',
  ).map((path) => [path.slice(path.lastIndexOf('/') + 1), path] as const),
]);

const RUST_NAMES: Readonly<Record<string, string>> = {
  'std::collections': 'HashMap HashSet BTreeMap BTreeSet VecDeque BinaryHeap',
  'std::sync': 'Arc Mutex RwLock OnceLock Condvar Weak',
  'std::rc': 'Rc',
  'std::cell': 'RefCell Cell OnceCell',
  'std::path': 'Path PathBuf',
  'std::fs': 'File OpenOptions',
  'std::io': 'Read Write BufRead BufReader BufWriter',
  'std::time': 'Duration Instant SystemTime',
  'std::str': 'FromStr',
  'std::borrow': 'Cow',
  'std::fmt': 'Display Formatter',
  'std::ops': 'Add Sub Mul Div Deref DerefMut Index AddAssign Range',
  'std::sync::atomic': 'AtomicUsize AtomicBool AtomicU64 Ordering',
  'std::sync::mpsc': '',
  'std::process': 'Command ExitCode',
  'std::marker': 'PhantomData',
  'std::num': 'ParseIntError',
  'std::hash': 'Hash Hasher',
  'std::error': '',
  'std::convert': '',
  'std::iter': 'FromIterator',
  'std::net': 'TcpListener TcpStream SocketAddr',
  'std::any': 'TypeId',
  'std::future': 'Future',
  'std::pin': 'Pin',
};

function inverted(table: Readonly<Record<string, string>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(table).flatMap(([module, names]) =>
      names.trim() === '' ? [] : words(names).map((name) => [name, module] as const),
    ),
  );
}

export const PYTHON_BY_NAME = inverted(PYTHON_NAMES);
export const NODE_BY_NAME = inverted(NODE_NAMES);
export const NODE_MODULES: ReadonlySet<string> = new Set([
  ...Object.keys(NODE_NAMES),
  'https',
  'net',
  'tls',
  'dns',
  'cluster',
  'buffer',
  'process',
  'module',
  'vm',
  'test',
]);
export const REACT_VALUES: ReadonlySet<string> = new Set(words(REACT_NAMES));
export const REACT_TYPE_NAMES: ReadonlySet<string> = new Set(words(REACT_TYPES));
export const RUST_BY_NAME = inverted(RUST_NAMES);
export const RUST_AS_MODULE: ReadonlySet<string> = new Set(
  words('env fs fmt io mem thread process cmp iter time ptr str net'),
);
