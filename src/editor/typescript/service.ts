/**
 * TypeScript's own language service in a worker, for TypeScript and JavaScript: completions, hovers, signatures,
 * definitions, renaming, quick fixes and error marks. Import this module dynamically: the worker is some megabytes.
 */
import {
  CodeActionAdaptor,
  DefinitionAdapter,
  DiagnosticsAdapter,
  QuickInfoAdapter,
  RenameAdapter,
  SignatureHelpAdapter,
  SuggestAdapter,
} from 'monaco-editor/languages/features/typescript/languageFeatures';
import {
  javascriptDefaults,
  typescriptDefaults,
  type TypeScriptWorker,
} from 'monaco-editor/languages/features/typescript/register';
import ServiceWorker from 'monaco-editor/languages/features/typescript/ts.worker?worker';
import { monaco } from '../monaco';
import { COMPILER_OPTIONS, NOT_MARKED } from './options';
import { LANGUAGES, type ServiceOptions, type TypeScriptService } from './types';

// Monaco by itself would start a worker for each of the languages.
for (const defaults of [typescriptDefaults, javascriptDefaults]) defaults.setModeConfiguration({});
typescriptDefaults.setDiagnosticsOptions({
  noSemanticValidation: false,
  noSyntaxValidation: false,
  noSuggestionDiagnostics: true,
  onlyVisible: true,
  diagnosticCodesToIgnore: [...NOT_MARKED],
});

/** Only what is open: the service's own libraries are not shown, they would be models of megabytes. */
const openFiles = {
  fetchLibFilesIfNecessary: () => Promise.resolve(),
  getOrCreateModel: (fileName: string): monaco.editor.ITextModel | null =>
    monaco.editor.getModel(monaco.Uri.parse(fileName)),
};

/** A rename that is refused where a document cannot be written: half of it would break the code. */
function refusing(
  provider: monaco.languages.RenameProvider,
  writable: ServiceOptions['writable'],
): monaco.languages.RenameProvider {
  return {
    async provideRenameEdits(model, position, newName, token) {
      const found = await provider.provideRenameEdits(model, position, newName, token);
      const refused = found?.edits.some(
        (edit) => 'resource' in edit && edit.resource instanceof monaco.Uri && !writable(edit.resource),
      );
      return refused === true
        ? { edits: [], rejectReason: 'A file that uses this name cannot be written here.' }
        : found;
    },
  };
}

/** Starts the worker; `dispose` ends it and everything that asks it. */
export function startService({ writable, errorMarks }: ServiceOptions): TypeScriptService {
  const thread = new ServiceWorker({ name: 'typescript' });
  // What Monaco's worker expects before it is spoken to: something that wakes it, then what it is to begin with.
  thread.postMessage('ignore');
  thread.postMessage({ compilerOptions: COMPILER_OPTIONS, extraLibs: {}, inlayHintsOptions: {} });
  const client = monaco.editor.createWebWorker<TypeScriptWorker>({ worker: thread, keepIdleModels: true });

  /** All open files go along, so that they may import one another. */
  const worker = async (): Promise<TypeScriptWorker> =>
    client.withSyncedResources(
      monaco.editor
        .getModels()
        .filter((model) => LANGUAGES.includes(model.getLanguageId()))
        .map(({ uri }) => uri),
    );

  const { languages } = monaco;
  const selector = [...LANGUAGES];
  const provided: monaco.IDisposable[] = [
    languages.registerCompletionItemProvider(selector, new SuggestAdapter(worker)),
    languages.registerSignatureHelpProvider(selector, new SignatureHelpAdapter(worker)),
    languages.registerHoverProvider(selector, new QuickInfoAdapter(worker)),
    languages.registerDefinitionProvider(selector, new DefinitionAdapter(openFiles, worker)),
    languages.registerRenameProvider(selector, refusing(new RenameAdapter(openFiles, worker), writable)),
    languages.registerCodeActionProvider(selector, new CodeActionAdaptor(worker)),
  ];

  let marking: readonly monaco.IDisposable[] = [];
  const setErrorMarks = (on: boolean): void => {
    if (on === marking.length > 0) return;
    for (const one of marking) one.dispose();
    marking = on
      ? LANGUAGES.map((language) => new DiagnosticsAdapter(openFiles, typescriptDefaults, language, worker))
      : [];
  };
  setErrorMarks(errorMarks);

  return {
    setErrorMarks,
    dispose() {
      setErrorMarks(false);
      for (const one of provided) one.dispose();
      client.dispose();
      thread.terminate();
    },
  };
}
