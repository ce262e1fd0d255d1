/** Whether the device runs on a battery that is getting low: predictions then wait longer. Chromium only tells. */

/** The part of the Battery Status API (W3C) that is used; the typings of TypeScript have dropped it. */
interface Battery extends EventTarget {
  readonly charging: boolean;
  /** 0 to 1. */
  readonly level: number;
}

declare global {
  interface Navigator {
    getBattery?: () => Promise<Pick<Battery, 'charging' | 'level' | 'addEventListener'>>;
  }
}

/** At and below this charge, from 0 to 1, and not charging. */
const LOW = 0.3;

export const isSaving = ({ charging, level }: Pick<Battery, 'charging' | 'level'>): boolean =>
  !charging && level <= LOW;

/**
 * Tells `onChange` whether to save, now if so and at every change. Where the browser does not say, nothing happens.
 */
export async function watchBattery(
  navigator: Pick<Navigator, 'getBattery'>,
  onChange: (saving: boolean) => void,
): Promise<void> {
  if (navigator.getBattery === undefined) return;
  let battery: Awaited<ReturnType<NonNullable<Navigator['getBattery']>>>;
  try {
    battery = await navigator.getBattery();
  } catch (error) {
    console.info('The battery is not known; predictions do not slow down for it.', error);
    return;
  }
  let saving = false;
  const look = (): void => {
    if (isSaving(battery) === saving) return;
    saving = !saving;
    onChange(saving);
  };
  battery.addEventListener('chargingchange', look);
  battery.addEventListener('levelchange', look);
  look();
}
