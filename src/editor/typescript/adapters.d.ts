/** The part of Monaco's TypeScript support that is used here; the package has no typings for it. */
declare module 'monaco-editor/languages/features/typescript/languageFeatures' {
  import type { IDisposable, IEvent, Uri, editor, languages } from 'monaco-editor/editor/editor.api';
  import type { DiagnosticsOptions, TypeScriptWorker } from 'monaco-editor/languages/features/typescript/register';

  /** Resolves when the worker knows the documents of these addresses as they are. */
  type WorkerOf = (...uris: Uri[]) => Promise<TypeScriptWorker>;

  interface Files {
    fetchLibFilesIfNecessary(uris: readonly Uri[]): Promise<void>;
    getOrCreateModel(fileName: string): editor.ITextModel | null;
  }

  interface DiagnosticsDefaults {
    getDiagnosticsOptions(): DiagnosticsOptions;
    readonly onDidChange: IEvent<void>;
    readonly onDidExtraLibsChange: IEvent<void>;
  }

  export const SuggestAdapter: new (worker: WorkerOf) => languages.CompletionItemProvider;
  export const SignatureHelpAdapter: new (worker: WorkerOf) => languages.SignatureHelpProvider;
  export const QuickInfoAdapter: new (worker: WorkerOf) => languages.HoverProvider;
  export const DefinitionAdapter: new (files: Files, worker: WorkerOf) => languages.DefinitionProvider;
  export const RenameAdapter: new (files: Files, worker: WorkerOf) => languages.RenameProvider;
  export const CodeActionAdaptor: new (worker: WorkerOf) => languages.CodeActionProvider;
  /** Marks errors of the documents of one language until it is disposed of. */
  export const DiagnosticsAdapter: new (
    files: Files,
    defaults: DiagnosticsDefaults,
    language: string,
    worker: WorkerOf,
  ) => IDisposable;
}
