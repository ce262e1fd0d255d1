/** Every feature: each folder of src/features is one, found when the page is built. */
import type { Feature } from '../shell/services';

interface FeatureModule {
  readonly feature: Feature;
  /** Place in the top bar and the palette, ascending. */
  readonly order: number;
}

const modules = import.meta.glob<FeatureModule>('../features/*/index.{ts,tsx}', { eager: true });

/** In the order in which the top bar and the palette show them. */
export const FEATURES: readonly Feature[] = Object.values(modules)
  .sort((a, b) => a.order - b.order)
  .map(({ feature }) => feature);
