/** Types edits that imply others, the way a user does: goes to a parameter, types over its name, takes what is offered. */
import { TAB_GRACE_MS } from '../../../src/core/prediction';
import { parametersOf, type Parameter } from '../../../testing/browser/project';
import type { Surface } from './surface';

export interface Pace {
  /** Milliseconds before each key that changes the text. */
  readonly typing: () => number;
  /** Milliseconds before each key that moves the cursor; a held key repeats about every 30. */
  readonly moving: () => number;
  /** Nothing on offer after so many milliseconds counts as no prediction. */
  readonly patience: number;
}

export interface Typed {
  /** Keys that changed the text; those that moved the cursor; presses of Tab. */
  readonly keys: number;
  readonly moves: number;
  readonly tabs: number;
  /** Whether a prediction was shown. */
  readonly shown: boolean;
}

const FRESH = ['width', 'amount', 'limit_of', 'portion', 'degree', 'chosen', 'height', 'gain_by'];
/** A question is asked at least this long after the last key. */
const BEFORE_ASKING_MS = 250;
const MOST_TABS = 16;

const keyOf = (character: string): string =>
  character === '_' ? 'Shift+Minus' : character === ' ' ? 'Space' : character;

export class Typist {
  private typed = 0;
  private moved = 0;

  constructor(
    private readonly surface: Surface,
    private readonly pace: Pace,
  ) {}

  /** Renames the first parameter of the `index`th function and takes what follows; null when there is no such function. */
  async rename(index: number, round: number): Promise<Typed | null> {
    const { text, line } = await this.surface.state();
    const parameter = parametersOf(text)[index];
    if (parameter === undefined) return null;
    const before = { keys: this.typed, moves: this.moved };
    await this.select(parameter, line - 1);
    const others = FRESH.filter((name) => name !== parameter.name);
    await this.type(others[(index + 3 * round) % others.length] ?? 'fresh');
    const { shown, tabs } = await this.take();
    return { keys: this.typed - before.keys, moves: this.moved - before.moves, shown, tabs };
  }

  /** Types at the cursor. */
  async type(text: string): Promise<void> {
    for (const character of text) await this.press(keyOf(character));
  }

  /** A key that changes the text, `times` times. */
  async press(key: string, times = 1): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await this.wait(this.pace.typing());
      await this.surface.page.keyboard.press(key);
      this.typed += 1;
    }
  }

  async move(key: string, times = 1): Promise<void> {
    for (let time = 0; time < times; time += 1) {
      await this.wait(this.pace.moving());
      await this.surface.page.keyboard.press(key);
      this.moved += 1;
    }
  }

  private async select({ line, column, name }: Parameter, from: number): Promise<void> {
    await this.move(line > from ? 'ArrowDown' : 'ArrowUp', Math.abs(line - from));
    await this.move('Home');
    await this.move('ArrowRight', column);
    await this.move('Shift+ArrowRight', name.length);
  }

  /** Waits for what is offered and takes all of it. Bare Monaco is given the time and no Tab. */
  private async take(): Promise<{ readonly shown: boolean; readonly tabs: number }> {
    await this.wait(BEFORE_ASKING_MS);
    const until = Date.now() + this.pace.patience;
    let state = await this.surface.offer();
    while (state.offered === 0 && state.busy && Date.now() < until) {
      await this.wait(40);
      state = await this.surface.offer();
    }
    // The rest of an answer comes after its first hunk.
    while (state.busy && Date.now() < until) {
      await this.wait(40);
      state = await this.surface.offer();
    }
    const shown = state.offered > 0;
    let tabs = 0;
    // Right after it appeared Tab still indents.
    if (shown) await this.wait(TAB_GRACE_MS);
    for (; state.offered > 0 && tabs < MOST_TABS; tabs += 1) {
      await this.wait(Math.max(60, this.pace.typing()));
      await this.surface.page.keyboard.press('Tab');
      await this.wait(60);
      state = await this.surface.offer();
    }
    return { shown, tabs };
  }

  private async wait(ms: number): Promise<void> {
    if (ms > 0) await this.surface.page.waitForTimeout(ms);
  }
}
