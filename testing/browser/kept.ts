/** What a user has chosen before the page opens. */
import type { Page } from 'playwright/test';

/** Keeps a setting as the program keeps it, before anything of the page runs. */
export async function keepSetting(page: Page, name: string, value: string): Promise<void> {
  await page.addInitScript(
    ([key, kept]) => {
      // Init scripts run in every frame, and a program's sandbox has no storage.
      if (self.origin !== 'null') localStorage.setItem(key, kept);
    },
    [`inkling.${name}`, value] as const,
  );
}
