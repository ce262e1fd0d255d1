/** What the program can do beyond editing and predicting, in the order in which the top bar and the palette show it. */
import type { Feature } from '../services';
import { benchmarks } from './benchmarks';
import { chat } from './chat';
import { files } from './files';
import { inline } from './inline';
import { models } from './models';
import { offline } from './offline';
import { palette } from './palette';
import { run } from './run';
import { sent } from './sent';
import { outcomes } from './outcomes';
import { stored } from './stored';
import { settings } from './settings';
import { share } from './share';
import { timeline } from './timeline';
import { workspace } from './workspace';
import { session } from './session';

export const FEATURES: readonly Feature[] = [files, workspace, run, inline, chat, timeline, share, models, session, offline, benchmarks, outcomes, sent, stored, settings, palette];
