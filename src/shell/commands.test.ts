import { describe, expect, it } from 'vitest';
import { createCommands, type Command } from './commands';
import { chordOf, keyNames, parseKeys } from './key-chords';

const pressed = (keys: Partial<KeyboardEvent>): KeyboardEvent =>
  ({ key: '', code: '', ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...keys }) as KeyboardEvent;
const command = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'Test',
  run: () => undefined,
  ...more,
});

describe('keys', () => {
  it.each<[string, Partial<KeyboardEvent>, boolean]>([
    ['Mod-Shift-P', { key: 'P', code: 'KeyP', ctrlKey: true, shiftKey: true }, false],
    ['Mod-Shift-P', { key: 'p', code: 'KeyP', metaKey: true, shiftKey: true }, true],
    ['Mod-Enter', { key: 'Enter', code: 'Enter', ctrlKey: true }, false],
    ['Alt-P', { key: 'π', code: 'KeyP', altKey: true }, true],
    ['Mod--', { key: '-', code: 'Minus', ctrlKey: true }, false],
    ['F1', { key: 'F1', code: 'F1' }, false],
  ])('%s is what is pressed', (keys, event, mac) => {
    expect(chordOf(pressed(event), mac)).toEqual(parseKeys(keys));
  });

  it('tells Ctrl from Cmd', () => {
    const control = pressed({ key: 'p', code: 'KeyP', ctrlKey: true });
    expect(chordOf(control, true)).not.toEqual(parseKeys('Mod-P'));
    expect(chordOf(control, true)).not.toEqual(parseKeys('P'));
  });

  it('refuses a modifier that does not exist', () => {
    expect(() => parseKeys('Ctrl-P')).toThrow('Ctrl');
  });

  it.each([
    ['Mod-Shift-P', false, ['Ctrl', 'Shift', 'P']],
    ['Mod-Shift-P', true, ['⇧', '⌘', 'P']],
    ['Mod-Enter', false, ['Ctrl', 'Enter']],
  ])('prints %s (Mac: %s)', (keys, mac, names) => {
    expect(keyNames(keys, mac)).toEqual(names);
  });
});

describe('commands', () => {
  it('runs what the keys stand for, and nothing else', () => {
    const ran: string[] = [];
    const commands = createCommands(false);
    commands.register(
      command('a', {
        keys: 'Mod-Enter',
        run: () => {
          ran.push('a');
        },
      }),
      command('b', {
        run: () => {
          ran.push('b');
        },
      }),
    );
    expect(commands.press(pressed({ key: 'Enter', ctrlKey: true }))).toBe(true);
    expect(commands.press(pressed({ key: 'Enter' }))).toBe(false);
    expect(ran).toEqual(['a']);
  });

  it('neither lists nor runs what is not available now', () => {
    let there = false;
    const commands = createCommands(false);
    commands.register(command('a', { keys: 'F2', available: () => there }));
    expect([commands.list(), commands.run('a'), commands.press(pressed({ key: 'F2' }))]).toEqual([[], false, false]);
    there = true;
    expect([commands.list().length, commands.run('a'), commands.press(pressed({ key: 'F2' }))]).toEqual([
      1,
      true,
      true,
    ]);
  });

  it('leaves the keys of the editor to the editor', () => {
    const commands = createCommands(false);
    commands.register(command('a', { keys: 'Mod-F', keysAreTheEditors: true }));
    expect(commands.press(pressed({ key: 'f', code: 'KeyF', ctrlKey: true }))).toBe(false);
  });

  it.each([
    ['a name', command('a')],
    ['keys', command('b', { keys: 'Shift-Mod-K' })],
  ])('refuses %s that is taken', (_what, second) => {
    const commands = createCommands(false);
    commands.register(command('a', { keys: 'Mod-Shift-K' }));
    expect(() => {
      commands.register(second);
    }).toThrow(/already|Two/);
  });
});
