import { describe, expect, it } from 'vitest';
import { isSaving, watchBattery } from './battery';

class FakeBattery extends EventTarget {
  charging = false;
  level = 1;
  become(change: Partial<Pick<FakeBattery, 'charging' | 'level'>>): void {
    Object.assign(this, change);
    this.dispatchEvent(new Event('levelchange'));
  }
}

describe('saving the battery', () => {
  it.each([
    [{ charging: true, level: 0.05 }, false],
    [{ charging: false, level: 0.9 }, false],
    [{ charging: false, level: 0.3 }, true],
  ])('%j: %s', (battery, saving) => {
    expect(isSaving(battery)).toBe(saving);
  });

  it('is told once for each change, and at the start only when it is on', async () => {
    const battery = new FakeBattery();
    const told: boolean[] = [];
    await watchBattery({ getBattery: () => Promise.resolve(battery) }, (on) => told.push(on));
    battery.become({ level: 0.2 });
    battery.become({ level: 0.1 });
    battery.become({ charging: true });
    expect(told).toEqual([true, false]);
  });

  it.each([
    ['does not tell', {}],
    ['refuses', { getBattery: () => Promise.reject(new Error('no')) }],
  ])('is left alone where the browser %s', async (_name, navigator) => {
    const told: boolean[] = [];
    await watchBattery(navigator, (on) => told.push(on));
    expect(told).toEqual([]);
  });
});
