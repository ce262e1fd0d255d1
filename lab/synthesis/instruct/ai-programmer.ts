/** AIprogrammer: a language model writes the course by which a piece of code came to be (the paper, section 4.1). */
import { isApology } from './filters';
import type { Question } from './language-model';
import type { Process, Rejection } from './types';

export type Skill = 'novice' | 'ordinary' | 'expert';

export const SKILLS: readonly Skill[] = ['novice', 'ordinary', 'expert'];

const MANNER: Readonly<Record<Skill, string>> = {
  novice:
    'You are new to programming. You write a bit, misremember names and syntax, forget cases, try things out, and repair your mistakes one by one.',
  ordinary:
    'You are an ordinary working programmer. You sketch first, fill in, rename, notice an error or a missing case, and tidy up.',
  expert:
    'You are an expert. You build in a few well-chosen steps: the skeleton, the heart of it, the edge cases, then small refinements.',
};

const COURSE = `Play back how the program below came to be, as its author at the keyboard.
Write the whole file as it stood after each stage, each in its own fenced code block, two to eight of them, the oldest first. Between two blocks write one line about what you did. No two blocks in a row may be the same. The last block must be the given program, exactly, to the last character.`;

/** Asks for the course of a snippet. */
export function courseQuestion(snippet: string, language: string, skill: Skill): Question {
  return {
    messages: [
      { role: 'system', content: `${MANNER[skill]}\n${COURSE}` },
      { role: 'user', content: `\`\`\`\`${language}\n${snippet}\n\`\`\`\`` },
    ],
    maxTokens: 4096,
    temperature: 0.8,
  };
}

/** The contents of fenced blocks, in order; a fence is closed by one at least as long. */
export function fencedBlocks(text: string): string[] {
  const out: string[] = [];
  let fence: string | null = null;
  let lines: string[] = [];
  for (const line of text.split('\n')) {
    const mark = /^ {0,3}(`{3,})([^`]*)$/.exec(line);
    if (fence === null) {
      if (mark !== null) {
        fence = mark[1] ?? '';
        lines = [];
      }
    } else if (mark !== null && (mark[2] ?? '').trim() === '' && (mark[1] ?? '').length >= fence.length) {
      out.push(lines.join('\n'));
      fence = null;
    } else lines.push(line);
  }
  return out;
}

const trimmedEnds = (text: string): string => text.replace(/[ \t]+$/gm, '').trim();

/** The course in a model's answer, or why it is none: too short, an apology, another last block, or a block that repeats. */
export function readCourse(
  answer: string,
  snippet: { readonly id: string; readonly code: string; readonly language: string },
): Process | Rejection {
  if (snippet.code.trim().length < 20) return { name: 'snippet-too-short' };
  const blocks = fencedBlocks(answer);
  if (blocks.length < 2)
    return { name: isApology(answer) ? 'apology' : 'no-course', detail: `${blocks.length} code blocks` };
  if (trimmedEnds(blocks.at(-1) ?? '') !== trimmedEnds(snippet.code)) return { name: 'last-block-differs' };
  if (blocks.some((block, at) => at > 0 && trimmedEnds(block) === trimmedEnds(blocks[at - 1] ?? '')))
    return { name: 'adjacent-blocks-repeat' };
  // The last block is the snippet itself: what differs at line ends is the model's.
  return {
    source: 'ai-programmer',
    id: snippet.id,
    path: snippet.id,
    language: snippet.language,
    versions: [...blocks.slice(0, -1), snippet.code],
    message: null,
  };
}
