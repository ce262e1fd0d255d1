/** How TypeScript's service reads code here: strictly, without a project file and without installed packages. */

/** Codes of what cannot be known, or not be helped, where no package is installed. */
export const NOT_MARKED: readonly number[] = [
  // A module that is not found, its types, and the names that types of Node or of tests would bring.
  2307, 2792, 7016, 2580, 2581, 2582, 2584, 2591, 2592, 2593, 2688, 2867, 2868,
  // `React` and the types of JSX elements come from a package.
  2503, 2686, 2874, 2875, 7026, 17004,
  // What such a module hands on is `any`: parameters of callbacks given to it cannot have types.
  7006, 7019, 7031,
];

/** TypeScript's numbers: Monaco's typings have no names for some of them. */
const ES_NEXT = 99;
const BUNDLER = 100;
const JSX_PRESERVE = 1;

export const COMPILER_OPTIONS = {
  target: ES_NEXT,
  module: ES_NEXT,
  moduleResolution: BUNDLER,
  jsx: JSX_PRESERVE,
  strict: true,
  allowJs: true,
  checkJs: false,
  noEmit: true,
  esModuleInterop: true,
  resolveJsonModule: true,
  allowImportingTsExtensions: true,
  allowNonTsExtensions: true,
  experimentalDecorators: false,
  skipLibCheck: true,
  // A file without imports and exports is a module of its own: two open files may both have a `main`.
  moduleDetection: 3,
} as const;
