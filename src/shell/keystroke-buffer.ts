/** Keys typed between the chord that asks for a field and the moment that field is there: they belong into the field. */

export interface TypeAhead {
  /** Holds what is typed from now on until the field that `selector` names has the focus, and puts it in there. */
  holdFor(selector: string): void;
}

/** A field that has not come by then does not come; what was typed for it was never meant for the code. Milliseconds. */
const LONGEST_MS = 5_000;

const MODIFIERS: readonly string[] = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock'];

type Held = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'key'; readonly key: string };

type Field = HTMLInputElement | HTMLTextAreaElement;

/** What a key means for a field, or null when it is not for one: other chords go their way. */
export function heldOf({
  key,
  ctrlKey,
  metaKey,
  altKey,
  isComposing,
}: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'isComposing'>): Held | null {
  if (ctrlKey || metaKey || altKey || isComposing) return null;
  if (Array.from(key).length === 1) return { kind: 'text', text: key };
  return ['Enter', 'Backspace', 'ArrowDown', 'ArrowUp', 'Escape'].includes(key) ? { kind: 'key', key } : null;
}

/** Letters that follow one another as one text, what was taken back again left out: a field may take only one change at a time. */
export function together(held: readonly Held[]): readonly Held[] {
  const all: Held[] = [];
  for (const one of held) {
    const last = all.at(-1);
    if (last?.kind !== 'text' || (one.kind === 'key' && one.key !== 'Backspace')) {
      all.push(one);
      continue;
    }
    const text = one.kind === 'text' ? last.text + one.text : Array.from(last.text).slice(0, -1).join('');
    all.splice(-1, 1, ...(text === '' ? [] : [{ kind: 'text' as const, text }]));
  }
  return all;
}

export function createTypeAhead(page: Window & typeof globalThis): TypeAhead {
  const { document } = page;
  let stop: (() => void) | null = null;

  const put = (field: Field, from: number, text: string): void => {
    // Not through `value`: whoever draws the field has to see that somebody else changed it.
    field.setRangeText(text, from, Math.max(from, field.selectionEnd ?? from), 'end');
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
  };
  const give = (field: Field, held: readonly Held[]): void => {
    for (const one of together(held)) {
      const from = field.selectionStart ?? field.value.length;
      if (one.kind === 'text') put(field, from, one.text);
      else if (one.key === 'Backspace') put(field, field.selectionEnd === from ? Math.max(0, from - 1) : from, '');
      else if (one.key === 'Escape') field.closest('dialog')?.dispatchEvent(new Event('cancel', { cancelable: true }));
      else field.dispatchEvent(new KeyboardEvent('keydown', { key: one.key, bubbles: true, cancelable: true }));
    }
  };

  return {
    holdFor(selector) {
      stop?.();
      const held: Held[] = [];
      const onKeyDown = (event: KeyboardEvent): void => {
        const one = heldOf(event);
        if (one === null) {
          // Another chord: the user has gone on to something else.
          if (!MODIFIERS.includes(event.key)) release();
          return;
        }
        held.push(one);
        event.preventDefault();
        event.stopImmediatePropagation();
      };
      const until = page.performance.now() + LONGEST_MS;
      const look = (): void => {
        if (stop !== release) return;
        const { activeElement } = document;
        if (
          (activeElement instanceof page.HTMLInputElement || activeElement instanceof page.HTMLTextAreaElement) &&
          activeElement.matches(selector)
        ) {
          release();
          give(activeElement, held);
        } else if (page.performance.now() > until) release();
        else page.requestAnimationFrame(look);
      };
      const release = (): void => {
        page.removeEventListener('keydown', onKeyDown, { capture: true });
        page.removeEventListener('pointerdown', release, { capture: true });
        if (stop === release) stop = null;
      };
      stop = release;
      page.addEventListener('keydown', onKeyDown, { capture: true });
      page.addEventListener('pointerdown', release, { capture: true });
      look();
    },
  };
}
