/** What one rule of a family found: a candidate without what all of them share. */
import type { TextChange } from '../../../text';

export interface Found {
  readonly change: TextChange;
  readonly variant: string;
  readonly certain: number;
  readonly agreeing: number;
  /** Offset of what it is modelled on. */
  readonly like: number | null;
  readonly group: string;
}
