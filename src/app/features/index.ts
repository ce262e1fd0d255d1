/** What the program can do beyond editing and predicting, in the order in which the top bar and the palette show it. */
import type { Feature } from '../services';
import { files } from './files';
import { models } from './models';
import { palette } from './palette';
import { run } from './run';
import { share } from './share';
import { timeline } from './timeline';
import { session } from './session';

export const FEATURES: readonly Feature[] = [files, run, timeline, share, models, session, palette];
