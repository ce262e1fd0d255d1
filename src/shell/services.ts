/** What the composition root hands to a feature. */
import type { EditorHost } from '../editor';
import type { ModeChoice, NoticeView, ThemeChoice } from '../session/view-types';
import type { Archive } from '../session/documents/document-store';
import type { Commands } from './commands';
import type { EngineClient } from '../engine/client/engine-client';
import type { Files } from '../session/documents/files';
import type { FixRequests } from './fix-requests';
import type { StorageKeeper } from '../platform/keep-storage';
import type { Lanes } from '../engine/client/request-queue';
import type { Asking } from '../session/models/asking';
import type { Servers } from '../session/models/servers';
import type { ModelChoice } from '../session/models/choice';
import type { NetworkClient } from '../models/client/network-client';
import type { Panels } from './panels';
import type { PreferenceKeeper } from './settings';
import type { Proposals } from '../session/proposals-client';
import type { SentLog } from '../session/sent-log';
import type { Settings } from '../platform/local-settings';
import type { Store } from '../platform/store';
import type { View } from '../session/view';
import type { Visit } from '../session/visit/visit';
import type { Workbench } from '../session/workbench';

export interface Services {
  /** Whether keys are those of a Mac. */
  readonly mac: boolean;
  readonly page: Window & typeof globalThis;
  readonly visit: Visit;
  /** Resolves when the files the page begins with are there. */
  readonly opened: Promise<void>;
  /** What the page shows; features read it and keep stores of their own. */
  readonly view: Store<View>;
  /** Makes a store whose changes are told once a frame. */
  readonly store: <Value>(initial: Value) => Store<Value>;
  readonly settings: Settings;
  readonly preferences: PreferenceKeeper;
  /** Whether the browser keeps what is stored, and asking it to. */
  readonly keeper: StorageKeeper;
  readonly chooseTheme: (choice: ThemeChoice) => void;
  readonly chooseMode: (choice: ModeChoice) => void;
  readonly commands: Commands;
  readonly panels: Panels;
  readonly workbench: Workbench;
  readonly archive: Archive;
  readonly files: Files;
  /** A failed run asks here for its fix; whoever can ask a model for a change takes it. */
  readonly fixes: FixRequests;
  /** The model that predicts. What is asked through it, the user can look at: see `sent`. */
  readonly engine: EngineClient;
  /** Asks ahead of need: gives way to all that a user waits for. */
  readonly later: Lanes['later'];
  /** Predict without a model. */
  readonly proposals: Proposals;
  readonly sent: SentLog;
  /** Which model predicts. */
  readonly models: ModelChoice;
  /** The model that is asked in words: the one that predicts, or another. */
  readonly asking: Asking;
  /** Servers of the user's own. */
  readonly servers: Servers;
  /** Fetches from other hosts, which the page itself may not reach. */
  readonly network: NetworkClient;
  /** Null until Monaco has loaded. */
  readonly editor: () => EditorHost | null;
  /** Shows a message above the editor until it is taken away with null. */
  readonly notice: (id: string, content: Omit<NoticeView, 'id'> | null) => void;
  /** Moves the focus to the next part of the page: the code, an open panel, the bars. */
  readonly walkParts: (by: 1 | -1) => void;
  /** Read out politely to a screen reader. */
  readonly announce: (words: string) => void;
}

/** Adds a feature's commands and panels; heavy code belongs into a panel's `load`. */
export type Feature = (services: Services) => void;
