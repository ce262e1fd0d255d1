/**
 * Asking the browser to keep what is stored even when the disk runs full. Browsers decide by how a page is used, and
 * some ask the user: so it is asked for once, after some minutes of writing, and again only when the user wants it.
 */
import type { EditSource } from '../core/history';
import type { Settings } from './local-settings';

export type KeepAnswer = 'granted' | 'refused' | 'not-offered' | 'not-asked';

/** How much was written here so far. */
export interface Use {
  readonly edits: number;
  /** Milliseconds of writing, without pauses. */
  readonly activeMs: number;
  /** When the last edit was, by a clock of milliseconds; null before the first. */
  readonly last: number | null;
}

export const NO_USE: Use = { edits: 0, activeMs: 0, last: null };

/** A longer time between two edits is a pause. Milliseconds. */
const PAUSE_MS = 20_000;
const ASK_AFTER_MS = 3 * 60_000;
/** Somebody who pastes and takes predictions has as much to lose. */
const ASK_AFTER_EDITS = 600;

export function withEdit({ edits, activeMs, last }: Use, now: number): Use {
  const since = last === null ? 0 : now - last;
  return { edits: edits + 1, activeMs: activeMs + (since > 0 && since <= PAUSE_MS ? since : 0), last: now };
}

export const isTimeToAsk = ({ edits, activeMs }: Use): boolean => activeMs >= ASK_AFTER_MS || edits >= ASK_AFTER_EDITS;

/** @param persisted what the browser says now; null where it does not say
 * @param told what it answered when it was asked */
export function keepAnswer(offered: boolean, persisted: boolean | null, told: string | null): KeepAnswer {
  if (persisted === true) return 'granted';
  if (!offered) return 'not-offered';
  // A promise can be taken back in the browser's settings.
  return told === null ? 'not-asked' : 'refused';
}

export function keepWords(answer: KeepAnswer): string {
  switch (answer) {
    case 'granted':
      return 'The browser has promised not to clear it by itself.';
    case 'refused':
      return 'The browser was asked to keep it and has not promised: it may clear it when the disk runs full. Many promise once the page is installed as an app or bookmarked.';
    case 'not-offered':
      return 'This browser does not offer to keep it: it may clear it when the disk runs full.';
    case 'not-asked':
      return 'The browser has not been asked to keep it yet; that is done after the first minutes of writing. Until then it may clear it when the disk runs full.';
  }
}

export interface StorageKeeper {
  /** Something was written: asks when it is time to. */
  edited(source: EditSource): void;
  /** Asks now. */
  ask(): Promise<KeepAnswer>;
  answer(): Promise<KeepAnswer>;
}

export interface StorageKeeperOptions {
  readonly settings: Settings;
  /** The browser's; null where it has none. */
  readonly manager: { persist?(): Promise<boolean>; persisted?(): Promise<boolean> } | null;
  /** Milliseconds, of any beginning. */
  readonly now: () => number;
}

const TOLD = 'keep-storage';
const USED = 'keep-storage-use';
/** What was written is noted this often, so that short visits add up. Edits. */
const NOTE_EVERY = 20;

function readUse(kept: string | null): Use {
  const [edits = 0, activeMs = 0] = (kept ?? '')
    .split(' ')
    .map(Number)
    .filter((value) => Number.isFinite(value) && value >= 0);
  return { edits, activeMs, last: null };
}

export function createStorageKeeper({ settings, manager, now }: StorageKeeperOptions): StorageKeeper {
  let use: Use | null = null;
  let asking = false;
  const offered = manager?.persist !== undefined;

  // Each of these may be refused in a private window.
  const persisted = async (): Promise<boolean | null> => (await manager?.persisted?.().catch(() => null)) ?? null;

  const ask = async (): Promise<KeepAnswer> => {
    asking = true;
    const granted = (await manager?.persist?.().catch(() => false)) ?? false;
    if (offered) settings.write(TOLD, granted ? 'granted' : 'refused');
    return keepAnswer(offered, granted, settings.read(TOLD));
  };

  return {
    ask,
    answer: async () => keepAnswer(offered, await persisted(), settings.read(TOLD)),
    edited(source) {
      if (!offered || asking || source.kind === 'load' || settings.read(TOLD) !== null) return;
      use = withEdit(use ?? readUse(settings.read(USED)), now());
      if (use.edits % NOTE_EVERY === 0) settings.write(USED, `${use.edits} ${Math.round(use.activeMs)}`);
      if (isTimeToAsk(use)) void ask();
    },
  };
}
