/** Keys pressed together, as a notation for people and as what a keyboard event says. */

export interface Chord {
  /** Ctrl, or Cmd on a Mac. */
  readonly mod: boolean;
  readonly alt: boolean;
  readonly shift: boolean;
  /** Lower case letter, digit, sign, or a name as in `KeyboardEvent.key` ("enter", "f1"). */
  readonly key: string;
}

/**
 * Reads "Mod-Shift-P". The key comes last; a minus sign as key is written "Mod--".
 * @throws Error for a modifier that does not exist: a key that never works would go unnoticed.
 */
export function parseKeys(keys: string): Chord {
  const cut = keys.lastIndexOf('-', keys.length - 2);
  const names = cut < 0 ? [] : keys.slice(0, cut).split('-');
  const unknown = names.find((name) => !['Mod', 'Alt', 'Shift'].includes(name));
  if (unknown !== undefined) throw new Error(`${keys}: there is no modifier named ${unknown}; use Mod, Alt or Shift.`);
  return {
    mod: names.includes('Mod'),
    alt: names.includes('Alt'),
    shift: names.includes('Shift'),
    key: keys.slice(cut + 1).toLowerCase(),
  };
}

/** The letter of the physical key where Alt or Shift made another sign of it. */
function letterOf({ key, code, altKey }: Pick<KeyboardEvent, 'key' | 'code' | 'altKey'>): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1] ?? (altKey ? /^Digit([0-9])$/.exec(code)?.[1] : undefined);
  // A layout that says what is typed is believed; Alt on a Mac types other letters.
  // On a Mac, Alt makes quotation marks of them.
  if (altKey && (code === 'BracketLeft' || code === 'BracketRight')) return code === 'BracketLeft' ? '[' : ']';
  return altKey && letter !== undefined ? letter.toLowerCase() : key.toLowerCase();
}

/** On a Mac, Ctrl is a key of its own and no `Mod`. */
export function chordOf(
  event: Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>,
  mac: boolean,
): Chord {
  const other = mac ? event.ctrlKey : event.metaKey;
  return {
    mod: mac ? event.metaKey : event.ctrlKey,
    alt: event.altKey,
    shift: event.shiftKey,
    key: other ? '' : letterOf(event),
  };
}

export const sameChord = (one: Chord, other: Chord): boolean =>
  one.mod === other.mod && one.alt === other.alt && one.shift === other.shift && one.key === other.key;

const MAC_SIGNS = { mod: '⌘', alt: '⌥', shift: '⇧' } as const;
const KEY_WORDS: Readonly<Record<string, string>> = {
  enter: 'Enter',
  escape: 'Esc',
  arrowleft: '←',
  arrowright: '→',
  arrowup: '↑',
  arrowdown: '↓',
  ' ': 'Space',
};

/** As it is printed on keys: ["Ctrl", "Shift", "P"], on a Mac ["⇧", "⌘", "P"]. */
export function keyNames(keys: string, mac: boolean): readonly string[] {
  const { mod, alt, shift, key } = parseKeys(keys);
  const last = KEY_WORDS[key] ?? key.charAt(0).toUpperCase() + key.slice(1);
  return mac
    ? [...(alt ? [MAC_SIGNS.alt] : []), ...(shift ? [MAC_SIGNS.shift] : []), ...(mod ? [MAC_SIGNS.mod] : []), last]
    : [...(mod ? ['Ctrl'] : []), ...(alt ? ['Alt'] : []), ...(shift ? ['Shift'] : []), last];
}
