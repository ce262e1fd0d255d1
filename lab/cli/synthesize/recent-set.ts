/** Remembers about the last million texts in fixed memory, to leave out what was written before. */

const SLOTS = 1 << 20;

export class RecentSet {
  readonly #prints = new Uint32Array(SLOTS);

  /** True when the text was added before (and not too long ago); adds it. Two in four billion texts are taken for one. */
  seen(text: string): boolean {
    let one = 0x811c9dc5;
    let other = 0x9e3779b9;
    for (let at = 0; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      one = Math.imul(one ^ code, 0x01000193);
      other = Math.imul(other ^ code, 0x85ebca6b);
      other ^= other >>> 15;
    }
    const slot = (one >>> 0) % SLOTS;
    const print = other >>> 0;
    const known = this.#prints[slot] === print;
    this.#prints[slot] = print;
    return known;
  }
}
