/** Where the bars of a plot stand. Pure; units are those of the plot's own view box. */

export interface BarValue {
  readonly label: string;
  readonly value: number;
  /** How much of the value is set off, drawn from the ground up; 0 to `value`. */
  readonly part: number;
}

export interface Bar extends BarValue {
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
  readonly partY: number;
  readonly partHeight: number;
}

/** The smallest of 1, 2, 5, 10, 20, 50, … that is not less: an axis ends there. At least 1. */
export function roundUp(value: number): number {
  for (let power = 1; ; power *= 10) {
    const step = [1, 2, 5].find((digit) => digit * power >= value);
    if (step !== undefined) return step * power;
  }
}

/** Share of its slot that a bar leaves free. */
const GAP = 0.28;
const WIDEST = 44;

/** Bars side by side over the whole width, the highest value of the axis reaching the top. */
export function barsOf(
  values: readonly BarValue[],
  width: number,
  height: number,
): { readonly bars: readonly Bar[]; readonly top: number } {
  const top = roundUp(Math.max(1, ...values.map(({ value }) => value)));
  const slot = width / Math.max(1, values.length);
  const bar = Math.min(WIDEST, slot * (1 - GAP));
  return {
    top,
    bars: values.map((one, index) => {
      const tall = (one.value / top) * height;
      const partTall = (Math.min(one.part, one.value) / top) * height;
      return {
        ...one,
        x: index * slot + (slot - bar) / 2,
        width: bar,
        y: height - tall,
        height: tall,
        partY: height - partTall,
        partHeight: partTall,
      };
    }),
  };
}

/** Which of `count` labels to write so that at most `most` are, the first and evenly spaced ones. */
export function labelled(count: number, most: number): (index: number) => boolean {
  const every = Math.max(1, Math.ceil(count / most));
  return (index) => index % every === 0;
}
