/** The editor's own keys, for the list of all keys: it listens for them itself. */
import { keyNames } from './key-chords';

export interface EditorKey {
  readonly title: string;
  /** As printed on the keys. */
  readonly keys: readonly string[];
}

/** Ctrl on a Mac too, where it is a key of its own. */
const withCtrl = (mac: boolean, ...keys: readonly string[]): readonly string[] => [mac ? '⌃' : 'Ctrl', ...keys];

export function editorKeys(mac: boolean): readonly EditorKey[] {
  const named = (title: string, keys: string): EditorKey => ({ title, keys: keyNames(keys, mac) });
  return [
    { title: 'Accept a prediction, go to it, or indent: the status bar says which', keys: ['Tab'] },
    named('Indent, whatever is predicted', 'Mod-]'),
    named('Accept the next word of a prediction', 'Mod-ArrowRight'),
    named('Accept the next line of a prediction', 'Mod-ArrowDown'),
    named('Undo', 'Mod-Z'),
    named('Redo', mac ? 'Mod-Shift-Z' : 'Mod-Y'),
    named('Find', 'Mod-F'),
    named('Replace', mac ? 'Mod-Alt-F' : 'Mod-H'),
    { title: 'Go to line', keys: withCtrl(mac, 'G') },
    named('Toggle line comments', 'Mod-/'),
    named('Select the next match', 'Mod-D'),
    named('Move lines up', 'Alt-ArrowUp'),
    named('Move lines down', 'Alt-ArrowDown'),
    { title: 'List of completions', keys: withCtrl(mac, 'Space') },
    { title: 'Toggle whether Tab moves the focus', keys: withCtrl(mac, ...(mac ? ['⇧'] : []), 'M') },
    named('Rename everywhere in the open files (TypeScript, JavaScript)', 'F2'),
    named('Go to the definition (TypeScript, JavaScript)', 'F12'),
    named('Next error', 'Alt-F8'),
    named('Quick fix for the error here', 'Mod-.'),
    named('The editor’s own commands', 'F1'),
  ];
}
