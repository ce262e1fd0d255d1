import { describe, expect, it } from 'vitest';
import { createPanels, NO_PANELS, rememberedPanels, type Panel, type Panels } from './panels';
import { createSettings } from '../platform/local-settings';
import { createStore } from '../platform/store';

const panel = (id: string, place: Panel['place']): Panel => ({
  id,
  title: id,
  place,
  load: () => Promise.resolve(() => null),
});

function setUp(): {
  readonly panels: Panels;
  readonly settings: ReturnType<typeof createSettings>;
  readonly told: string[];
} {
  const settings = createSettings(() => null);
  const told: string[] = [];
  const panels = createPanels(
    createStore(NO_PANELS, (tell) => {
      tell();
    }),
    settings,
    (id, _, open) => {
      told.push(`${open ? '+' : '-'}${id}`);
    },
  );
  for (const added of [panel('chat', 'right'), panel('time', 'right'), panel('run', 'bottom'), panel('find', 'dialog')])
    panels.register(added);
  return { panels, settings, told };
}

describe('panels', () => {
  it('hold one at each place', () => {
    const { panels, told } = setUp();
    panels.open('chat');
    panels.open('run');
    panels.open('time');
    expect(panels.store.get()).toEqual({ left: null, right: 'time', bottom: 'run', dialog: null });
    expect(told).toEqual(['+chat', '+run', '+time']);
  });

  it('close only when they are the one that is open', () => {
    const { panels, told } = setUp();
    panels.open('chat');
    panels.close('time');
    expect(panels.isOpen('chat')).toBe(true);
    panels.toggle('chat');
    expect(panels.isOpen('chat')).toBe(false);
    expect(told).toEqual(['+chat', '-chat']);
  });

  it('come back after a reload, dialogs and unknown ones excepted', () => {
    const { panels, settings } = setUp();
    for (const id of ['chat', 'run', 'find', 'nothing']) panels.open(id);
    const known = (id: string, place: string): boolean => panels.get(id)?.place === place && id !== 'run';
    expect(rememberedPanels(settings, known)).toEqual({ left: null, right: 'chat', bottom: null, dialog: null });
  });

  it('have names of their own', () => {
    const { panels } = setUp();
    expect(() => {
      panels.register(panel('chat', 'left'));
    }).toThrow('chat');
  });
});
