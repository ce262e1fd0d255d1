/** Every action of the program by name: the palette lists them, keys run them, features add theirs. */
import type { IconName } from './icons';
import { chordOf, parseKeys, sameChord, type Chord } from './key-chords';

export interface Command {
  /** Unique, `feature.action`. */
  readonly id: string;
  /** As the palette says it, in the imperative: "Run this file". */
  readonly title: string;
  /** The palette's heading for it. */
  readonly group: string;
  /** `Mod` is Ctrl, and Cmd on a Mac: "Mod-Shift-P", "Alt-\\". Absent when there is none. */
  readonly keys?: string;
  readonly icon?: IconName;
  /** Whether it has a button in the top bar (it needs an icon then): on every page, or only where there is room. */
  readonly bar?: 'always' | 'wide';
  /** The panel that its button opens and closes, so that the button can tell whether it is open. */
  readonly panel?: string;
  /** Shown in the palette only while this is true; always where absent. */
  readonly available?: () => boolean;
  /**
   * True when Monaco itself listens for these keys (the command is there to be found and clicked), so that they are
   * not handled twice.
   */
  readonly keysAreTheEditors?: boolean;
  /** CSS selector of the field that it brings, which is to get what is typed before it has come. */
  readonly field?: string;
  readonly run: () => void;
}

export interface Commands {
  /** @throws Error when the name or the keys are taken: two meanings of one key would be decided by chance. */
  register(...commands: readonly Command[]): void;
  /** Also those that cannot be run now, in the order of registration. */
  all(): readonly Command[];
  /** Those that can be run now, in the order of registration. */
  list(): readonly Command[];
  /** False when there is no such command, or it cannot be run now. */
  run(id: string): boolean;
  /** Runs what the pressed keys stand for; false when they stand for nothing here. */
  press(event: KeyboardEvent): boolean;
}

/** @param pressed hears of each command that was run by its keys. */
export function createCommands(mac: boolean, pressed: (command: Command) => void = () => undefined): Commands {
  const commands = new Map<string, Command>();
  const chords: { readonly chord: Chord; readonly id: string }[] = [];
  const available = (command: Command): boolean => command.available?.() ?? true;

  const add = (command: Command): void => {
    if (commands.has(command.id)) throw new Error(`Two commands are named ${command.id}.`);
    if (command.keys !== undefined && command.keysAreTheEditors !== true) {
      const chord = parseKeys(command.keys);
      const taken = chords.find((other) => sameChord(other.chord, chord));
      if (taken !== undefined) throw new Error(`${command.keys} is already the key of ${taken.id}.`);
      chords.push({ chord, id: command.id });
    }
    commands.set(command.id, command);
  };

  const run = (id: string): boolean => {
    const command = commands.get(id);
    if (command === undefined || !available(command)) return false;
    command.run();
    return true;
  };

  return {
    register: (...added) => {
      for (const command of added) add(command);
    },
    all: () => [...commands.values()],
    list: () => [...commands.values()].filter(available),
    run,
    press(event) {
      const held = chordOf(event, mac);
      const found = chords.find(({ chord }) => sameChord(chord, held));
      if (found === undefined || !run(found.id)) return false;
      const command = commands.get(found.id);
      if (command !== undefined) pressed(command);
      return true;
    },
  };
}
