/** The model menu, as data. The composition root makes it; components only draw it. */

export type ModelActionKind = 'download' | 'pause' | 'resume' | 'use' | 'ask' | 'unask' | 'delete' | 'convert';

export interface ModelActionView {
  readonly kind: ModelActionKind;
  readonly label: string;
  readonly primary: boolean;
}

export interface ModelRowView {
  readonly id: string;
  readonly name: string;
  readonly about: string;
  /** Short facts: size, memory, context, licence. */
  readonly facts: readonly string[];
  /** A page for people about it; null when there is none. */
  readonly source: { readonly label: string; readonly url: string } | null;
  /** Why it does not run here; null when it does. */
  readonly misfit: string | null;
  /** What may go wrong with it, a sentence; absent when nothing is to be feared. */
  readonly warning?: string;
  /** What is going on with it; null for nothing. */
  readonly status: { readonly tone: 'quiet' | 'busy' | 'good' | 'problem'; readonly text: string } | null;
  /** Of a download or a conversion, from 0 to 1; null when none is under way. */
  readonly fraction: number | null;
  readonly actions: readonly ModelActionView[];
}

export interface ModelGroupView {
  readonly id: string;
  readonly title: string;
  readonly hint: string | null;
  readonly rows: readonly ModelRowView[];
  /** Folded away until asked for. */
  readonly folded: boolean;
}

export interface DialectChoiceView {
  readonly value: string;
  readonly label: string;
}

export interface ModelsView {
  /** What runs now, and on what. */
  readonly running: { readonly name: string; readonly words: string };
  /** What the browser tells of this machine. */
  readonly machine: string;
  readonly groups: readonly ModelGroupView[];
  readonly storage: {
    readonly text: string;
    /** Null when the browser has promised to keep the files, or cannot. */
    readonly askToKeep: string | null;
    readonly kept: string;
  };
  readonly own: OwnModelView;
}

export type OwnKind = 'file' | 'address' | 'weights' | 'server';

/** The models that a server names; `models` null while it was not asked. */
export interface ServerListView {
  readonly models: readonly string[] | null;
  readonly problem: string | null;
}

export interface OwnModelView {
  readonly dialects: readonly DialectChoiceView[];
  /** The form to begin with, prefilled from a line of the catalog; changes of `seed` reset it. */
  readonly prefill: {
    readonly kind: OwnKind;
    readonly name: string;
    readonly dialect: string;
    readonly steps: readonly string[];
    readonly seed: number;
  };
  /** A conversion under way. */
  readonly converting: { readonly text: string; readonly fraction: number | null } | null;
  readonly listed: ServerListView;
  readonly problem: string | null;
}

/** What the user asks for; the parts that hold a file cannot be data. */
export interface OwnModelRequest {
  readonly name: string;
  /** `auto`, or the id of a dialect. */
  readonly dialect: string;
  readonly from:
    | { readonly kind: 'file'; readonly file: File }
    | { readonly kind: 'address'; readonly url: string }
    | { readonly kind: 'server'; readonly url: string; readonly key: string; readonly model: string }
    | { readonly kind: 'weights'; readonly files: readonly File[]; readonly format: 'q4f16_1' | 'q4f32_1' };
}
