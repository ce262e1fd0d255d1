/** What the program can do beyond editing and predicting, in the order in which the top bar and the palette show it. */
import type { Feature } from '../services';
import { palette } from './palette';

export const FEATURES: readonly Feature[] = [palette];
