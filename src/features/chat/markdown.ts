/**
 * Markdown of a model as data for the page. `marked` only takes the text apart; what it calls HTML is shown as the text
 * it is, pictures are not fetched, and a link leads nowhere but to the web or a mail address.
 */
import { lexer, type MarkedToken, type Token } from 'marked';
import type { MarkdownBlock, MarkdownInline } from './types';

/** More is shown as plain text: an answer is never this long, and hostile text takes long to take apart. UTF-16 units. */
const MOST = 200_000;
/** Deeper nesting is shown as text. */
const DEEPEST = 12;

/** Lists and quotes nested absurdly deep take seconds to take apart. */
const ABSURD = /^[ \t>]{80,}[-*+>\d]/m;

export function markdownBlocks(text: string): readonly MarkdownBlock[] {
  if (text.length > MOST || ABSURD.test(text)) return plain(text);
  try {
    return blocks(lexer(text, { gfm: true, breaks: false }), 0);
  } catch (error) {
    // Nested so deeply that it cannot be taken apart.
    if (error instanceof RangeError) return plain(text);
    throw error;
  }
}

const plain = (text: string): readonly MarkdownBlock[] => [{ kind: 'paragraph', inside: [{ kind: 'text', text }] }];

function blocks(tokens: readonly Token[], depth: number): readonly MarkdownBlock[] {
  return tokens.flatMap((token) => block(token as MarkedToken, depth));
}

function block(token: MarkedToken, depth: number): readonly MarkdownBlock[] {
  if (depth > DEEPEST) return plain(token.raw);
  switch (token.type) {
    case 'space':
    case 'def':
    case 'checkbox':
      return [];
    case 'code':
      return [{ kind: 'code', language: (token.lang ?? '').trim().split(/\s/)[0] ?? '', text: token.text }];
    case 'heading':
      return [{ kind: 'heading', level: Math.min(6, Math.max(1, token.depth)), inside: inlines(token.tokens, depth) }];
    case 'hr':
      return [{ kind: 'rule' }];
    case 'blockquote':
      return [{ kind: 'quote', blocks: blocks(token.tokens, depth + 1) }];
    case 'list':
      return [
        {
          kind: 'list',
          start: token.ordered ? Number(token.start) || 1 : null,
          items: token.items.map((item) => ({
            checked: item.task ? item.checked === true : null,
            blocks: blocks(item.tokens, depth + 1),
          })),
        },
      ];
    case 'table': {
      const { header, rows } = token;
      return [
        {
          kind: 'table',
          head: header.map((cell) => inlines(cell.tokens, depth)),
          rows: rows.map((row) => row.map((cell) => inlines(cell.tokens, depth))),
        },
      ];
    }
    case 'paragraph':
      return [{ kind: 'paragraph', inside: inlines(token.tokens, depth) }];
    case 'text':
      return [{ kind: 'paragraph', inside: inlines(token.tokens ?? [token], depth) }];
    default:
      return plain(token.raw.trimEnd());
  }
}

function inlines(tokens: readonly Token[] | undefined, depth: number): readonly MarkdownInline[] {
  return (tokens ?? []).flatMap((token) => inline(token as MarkedToken, depth + 1));
}

function inline(token: MarkedToken, depth: number): readonly MarkdownInline[] {
  if (depth > 2 * DEEPEST) return [{ kind: 'text', text: token.raw }];
  switch (token.type) {
    case 'text':
      return token.tokens === undefined ? [{ kind: 'text', text: unescape(token.text) }] : inlines(token.tokens, depth);
    case 'escape':
      return [{ kind: 'text', text: token.text }];
    case 'codespan':
      return [{ kind: 'code', text: token.text }];
    case 'strong':
      return [{ kind: 'strong', inside: inlines(token.tokens, depth) }];
    case 'em':
      return [{ kind: 'emphasis', inside: inlines(token.tokens, depth) }];
    case 'del':
      return [{ kind: 'deleted', inside: inlines(token.tokens, depth) }];
    case 'br':
      return [{ kind: 'break' }];
    case 'link': {
      const href = safeAddress(token.href);
      return href === null
        ? [{ kind: 'text', text: token.raw }]
        : [{ kind: 'link', href, inside: inlines(token.tokens, depth) }];
    }
    case 'checkbox':
      return [];
    default:
      return [{ kind: 'text', text: token.raw }];
  }
}

const ALLOWED: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/** The address as the browser understands it; null for one that is relative or of any other kind. */
export function safeAddress(href: string): string | null {
  try {
    const url = new URL(href);
    return ALLOWED.has(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&nbsp;': '\u00a0',
  '&amp;': '&',
};

/** Text is put on the page as text, so the entities that Markdown allows have to become their characters here. */
const unescape = (text: string): string =>
  text.replace(/&(?:lt|gt|quot|#39|nbsp|amp);/g, (entity) => ENTITIES[entity] ?? entity);
