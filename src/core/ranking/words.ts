const WORD = /[\p{L}_$][\p{L}\p{N}_$]*|\p{N}+/gu;

/** Names and numbers of a piece of code, as they stand in it. */
export const wordsOf = (code: string): readonly string[] => code.match(WORD) ?? [];
