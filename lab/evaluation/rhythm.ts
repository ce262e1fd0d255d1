/** How quickly the people in made-up sessions type. Milliseconds. */

/** From key to key: quick, and less than a predictor waits, so that it is asked where the user pauses. */
export const KEY_MS = 80;
/** To go elsewhere in the file and look: long enough that what was typed before is an edit of its own. */
export const MOVE_MS = 1_300;
/** Between two places of one and the same edit. */
export const HOP_MS = 350;
/** How long a user looks up before anything else happens. */
export const SETTLE_MS = 2_000;
