/**
 * Syntax highlighting, one language at a time: a registration is a few lines, and the grammar behind it is fetched
 * when the first document of that language opens.
 */
const registrations: ReadonlyMap<string, () => Promise<unknown>> = new Map([
  ['cpp', () => import('monaco-editor/languages/definitions/cpp/register')],
  ['css', () => import('monaco-editor/languages/definitions/css/register')],
  ['go', () => import('monaco-editor/languages/definitions/go/register')],
  ['html', () => import('monaco-editor/languages/definitions/html/register')],
  ['java', () => import('monaco-editor/languages/definitions/java/register')],
  ['javascript', () => import('monaco-editor/languages/definitions/javascript/register')],
  ['markdown', () => import('monaco-editor/languages/definitions/markdown/register')],
  ['python', () => import('monaco-editor/languages/definitions/python/register')],
  ['rust', () => import('monaco-editor/languages/definitions/rust/register')],
  ['shell', () => import('monaco-editor/languages/definitions/shell/register')],
  ['typescript', () => import('monaco-editor/languages/definitions/typescript/register')],
  ['yaml', () => import('monaco-editor/languages/definitions/yaml/register')],
]);

/**
 * Makes Monaco know `language`; unknown names stay plain text.
 * @throws whatever the network throws when the chunk cannot be fetched
 */
export async function registerLanguage(language: string): Promise<void> {
  await registrations.get(language)?.();
}
