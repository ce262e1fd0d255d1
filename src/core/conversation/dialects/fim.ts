/**
 * Insertion at the cursor (FIM): what stands before the cursor and behind it, between tokens that each family of models
 * spells and orders in its own way. Sources: the cards of the models.
 */
import { insertion, wantsBlock } from '../own/insertion';
import { holds, pathShown, shownOf } from '../own/shown';
import { END_OF_TEXT, escapeTokens } from '../tokens';
import type { ModelFacts, OwnDialect } from '../types';

interface Family {
  readonly id: string;
  readonly label: string;
  readonly prefix: string;
  readonly suffix: string;
  /** What the answer follows; empty where the prompt ends with the code before the cursor. */
  readonly middle: string;
  /** What comes first. */
  readonly order: 'prefix' | 'suffix';
  /** What stands before the path of the file, for families that are told it. */
  readonly file?: string;
  /** What ends an answer beside the three. */
  readonly ends: readonly string[];
  /** Names of its models, and of those among them that were made for something else. */
  readonly named: RegExp;
  readonly except?: RegExp;
}

const INSTRUCTED = /instruct|chat|(?:^|[^a-z])it(?:[^a-z]|$)|thinking/i;
const qwenTokens = {
  prefix: '<|fim_prefix|>',
  suffix: '<|fim_suffix|>',
  middle: '<|fim_middle|>',
  order: 'prefix',
} as const;
const starTokens = { prefix: '<fim_prefix>', suffix: '<fim_suffix>', middle: '<fim_middle>' } as const;
const seedTokens = {
  prefix: '<[fim-prefix]>',
  suffix: '<[fim-suffix]>',
  middle: '<[fim-middle]>',
  order: 'suffix',
} as const;

const families = {
  'fim-qwen': {
    label: 'Qwen2.5-Coder, at the cursor',
    ...qwenTokens,
    ends: [END_OF_TEXT, '<|file_sep|>', '<|repo_name|>', '<|fim_pad|>'],
    named: /qwen[-_ ]?2[._]?5[-_ ]?coder|codeqwen/i,
    except: INSTRUCTED,
  },
  'fim-starcoder2': {
    label: 'StarCoder2, at the cursor',
    ...starTokens,
    order: 'prefix',
    ends: [END_OF_TEXT, '<file_sep>'],
    named: /starcoder[-_ ]?2/i,
    except: INSTRUCTED,
  },
  'fim-deepseek': {
    label: 'DeepSeek-Coder, at the cursor',
    prefix: '<｜fim▁begin｜>',
    suffix: '<｜fim▁hole｜>',
    middle: '<｜fim▁end｜>',
    order: 'prefix',
    ends: ['<｜end▁of▁sentence｜>', '<|EOT|>'],
    named: /deepseek[-_ ]?coder/i,
    except: INSTRUCTED,
  },
  'fim-codegemma': {
    label: 'CodeGemma, at the cursor',
    ...qwenTokens,
    ends: ['<|file_separator|>', '<eos>'],
    named: /codegemma/i,
    except: INSTRUCTED,
  },
  'fim-codestral': {
    label: 'Codestral, at the cursor',
    prefix: '[PREFIX]',
    suffix: '[SUFFIX]',
    middle: '',
    order: 'suffix',
    ends: ['</s>'],
    named: /codestral/i,
  },
  'fim-mellum': {
    label: 'Mellum, at the cursor',
    ...starTokens,
    order: 'suffix',
    file: '<filename>',
    ends: [END_OF_TEXT, '<filename>'],
    named: /mellum/i,
    except: INSTRUCTED,
  },
  'fim-granite': {
    label: 'Granite, at the cursor',
    ...qwenTokens,
    ends: ['<|end_of_text|>', END_OF_TEXT, '<|filename|>', '<|reponame|>'],
    named: /granite.*base/i,
    except: INSTRUCTED,
  },
  'fim-seed-coder': {
    label: 'Seed-Coder, at the cursor',
    ...seedTokens,
    ends: ['<[end▁of▁sentence]>'],
    named: /seed[-_ ]?coder/i,
    except: new RegExp(`${INSTRUCTED.source}|reasoning`, 'i'),
  },
} as const satisfies Record<string, Omit<Family, 'id'>>;

export type FimId = keyof typeof families;

/** By these, in this order, a model is told whose name says nothing. */
const BY_TOKENS: readonly FimId[] = ['fim-seed-coder', 'fim-deepseek', 'fim-qwen', 'fim-starcoder2'];

/** Why a model seems to be of this family: its name says so and its vocabulary agrees, or it is a base model with such tokens. */
function guess({ id, named, except, prefix, suffix }: Family, facts: ModelFacts): string | null {
  const { name, tokens, hasChatTemplate } = facts;
  const agrees = tokens === undefined || (tokens.includes(prefix) && tokens.includes(suffix));
  if (named.test(name)) return agrees && except?.test(name) !== true ? 'its name says so' : null;
  const tells = BY_TOKENS.some((one) => one === id) && tokens !== undefined && agrees;
  const other = Object.values<Omit<Family, 'id'>>(families).some((one) => one.named.test(name));
  return tells && !other && hasChatTemplate === false && !INSTRUCTED.test(name)
    ? 'its vocabulary has tokens for insertion at the cursor, and it has no form for chats'
    : null;
}

function dialectOf(family: Family): OwnDialect {
  const { id, label, prefix, suffix, middle, order, file } = family;
  const tokens = [prefix, suffix, ...(middle === '' ? [] : [middle]), ...(file === undefined ? [] : [file])];
  const ends = [...new Set([...family.ends, ...tokens])];
  const named = (path: string | undefined): string => (file === undefined ? '' : `${file}${pathShown(path)}\n`);
  return {
    id,
    label,
    style: 'own',
    historyFormat: 'sr',
    outputFormat: insertion('insertion', ends),
    targetArea: true,
    followsInstructions: false,
    limits: {
      excerpt: { maxLines: 120, maxChars: 5000 },
      answerTokens: 160,
      // What was done lately is no part of such a prompt.
      historyTokens: 1,
      historyMessages: 1,
      historyLines: 0,
    },
    render: ({ current, place }) => {
      const shown = shownOf(current);
      const [before, behind] = [shown.text.slice(0, shown.cursor), shown.text.slice(shown.cursor)].map(escapeTokens);
      const [one, other] = [`${prefix}${before ?? ''}`, `${suffix}${behind ?? ''}`];
      const stop = wantsBlock(shown) ? ends : ['\n', ...ends];
      return order === 'prefix'
        ? { parts: [`${named(place?.path)}${one}`, `${other}${middle}`], stop }
        : { parts: [`${named(place?.path)}${other}`, `${one}${middle}`], stop };
    },
    refuses: ({ current, place }) => (holds([current.text, place?.path], ends) ? 'marker' : null),
    guess: (facts) => guess(family, facts),
  };
}

/** One for each family. */
export const fim = Object.fromEntries(
  Object.entries<Omit<Family, 'id'>>(families).map(([id, family]) => [id, dialectOf({ ...family, id })]),
) as Readonly<Record<FimId, OwnDialect>>;

/** The tokens by which they are told. */
export const FIM_TOKENS: readonly string[] = [
  ...new Set(Object.values<Omit<Family, 'id'>>(families).flatMap(({ prefix, suffix }) => [prefix, suffix])),
];
