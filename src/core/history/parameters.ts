/**
 * Every number that shapes recording and history, in one place, so that the evaluation can vary them. Times are
 * milliseconds, sizes of text UTF-16 code units unless a name says bytes.
 */

export interface HistoryParameters {
  /** Records at most this many lines from the edit in progress may join it. */
  readonly groupLines: number;
  /** The same limit in code units, for files with very long lines. */
  readonly groupUnits: number;
  /** A longer pause ends the edit in progress... */
  readonly pauseMs: number;
  /** ...unless the user goes on with the very word they were typing; then this longer pause does. */
  readonly wordPauseMs: number;
  /** An edit does not grow over more lines than this by joining; one record that is larger stays whole. */
  readonly maxSpanLines: number;
  /** Two edits that undo each other are forgotten when they end no further apart than this. */
  readonly cancelWithinMs: number;
  /** How many edits back the partner of such a pair is looked for. */
  readonly cancelReach: number;
  /** Edits kept in memory; when there are more, the older half goes. */
  readonly keepEdits: number;
  /** Edits put into a prompt when the caller does not say. */
  readonly windowEdits: number;
  /** An edit that removes and inserts more than this is not put into prompts (a paste of a whole file). */
  readonly maxEditUnits: number;
  /** Wall and monotonic clock may disagree this much between two records of one page. */
  readonly clockSlackMs: number;
}

export const historyParameters: HistoryParameters = {
  groupLines: 8,
  groupUnits: 4_000,
  pauseMs: 1_000,
  wordPauseMs: 5_000,
  maxSpanLines: 40,
  cancelWithinMs: 10_000,
  cancelReach: 3,
  keepEdits: 32,
  windowEdits: 8,
  maxEditUnits: 4_000,
  clockSlackMs: 1_000,
};

export interface RecordingParameters {
  /** A snapshot is due after this many records... */
  readonly snapshotRecords: number;
  /** ...or after this much inserted text, whichever is first: opening never replays more. */
  readonly snapshotUnits: number;
  /**
   * What snapshots between the first and the newest two may take on disk, for each record of the document. Writing
   * one every 200 records of a 200 KB file would cost 1,000 bytes a keystroke; opening needs only the newest (and
   * the one before it, should it be damaged), so the others are thinned out, evenly, to this budget.
   */
  readonly snapshotBytesPerRecord: number;
}

export const recordingParameters: RecordingParameters = {
  snapshotRecords: 200,
  snapshotUnits: 65_536,
  snapshotBytesPerRecord: 24,
};
