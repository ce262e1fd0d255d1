import { describe, expect, it } from 'vitest';
import type { MarkdownBlock } from './types';
import { markdownBlocks, safeAddress } from './markdown';

const words = (text: string): MarkdownBlock => ({ kind: 'paragraph', inside: [{ kind: 'text', text }] });

/** Every address and every kind of node that the page would make of a text. */
function parts(
  value: unknown,
  found: { readonly kinds: Set<string>; readonly hrefs: string[] } = { kinds: new Set(), hrefs: [] },
) {
  if (Array.isArray(value)) for (const inside of value) parts(inside, found);
  else if (typeof value === 'object' && value !== null) {
    for (const [key, inside] of Object.entries(value)) {
      if (key === 'kind') found.kinds.add(String(inside));
      else if (key === 'href') found.hrefs.push(String(inside));
      else parts(inside, found);
    }
  }
  return found;
}

describe('Markdown of a model', () => {
  it.each<[string, string, readonly MarkdownBlock[]]>([
    [
      'words',
      'a **b** `c`\\*',
      [
        {
          kind: 'paragraph',
          inside: [
            { kind: 'text', text: 'a ' },
            { kind: 'strong', inside: [{ kind: 'text', text: 'b' }] },
            { kind: 'text', text: ' ' },
            { kind: 'code', text: 'c' },
            { kind: 'text', text: '*' },
          ],
        },
      ],
    ],
    ['code', '```python title\nx < 1\n```', [{ kind: 'code', language: 'python', text: 'x < 1' }]],
    ['code that is not finished yet', '```ts\nlet x', [{ kind: 'code', language: 'ts', text: 'let x' }]],
    ['code with special tokens', '```\n<|im_end|>\n```', [{ kind: 'code', language: '', text: '<|im_end|>' }]],
    ['a heading', '# H', [{ kind: 'heading', level: 1, inside: [{ kind: 'text', text: 'H' }] }]],
    [
      'a list',
      '3. a\n4. b',
      [
        {
          kind: 'list',
          start: 3,
          items: [
            { checked: null, blocks: [words('a')] },
            { checked: null, blocks: [words('b')] },
          ],
        },
      ],
    ],
    ['tasks', '- [x] a', [{ kind: 'list', start: null, items: [{ checked: true, blocks: [words('a')] }] }]],
    [
      'a table',
      '|a|\n|-|\n|1|',
      [{ kind: 'table', head: [[{ kind: 'text', text: 'a' }]], rows: [[[{ kind: 'text', text: '1' }]]] }],
    ],
    ['a quote', '> a', [{ kind: 'quote', blocks: [words('a')] }]],
    ['entities', 'a &lt; b &amp;lt;', [words('a < b &lt;')]],
    [
      'a link',
      '[a](https://b.example/c)',
      [
        {
          kind: 'paragraph',
          inside: [{ kind: 'link', href: 'https://b.example/c', inside: [{ kind: 'text', text: 'a' }] }],
        },
      ],
    ],
  ])('%s', (_name, text, expected) => {
    expect(markdownBlocks(text)).toEqual(expected);
  });

  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    '<div onclick="alert(1)">x</div>',
    '<svg/onload=alert(1)>',
    '<svg><script>alert(1)</script></svg>',
    '<iframe src="javascript:alert(1)"></iframe>',
    '<a href="javascript:alert(1)">x</a>',
    '<style>*{display:none}</style>',
    '[x](javascript:alert(1))',
    '[x](JaVaScRiPt:alert(1))',
    '[x](\u0001javascript:alert(1))',
    '[x](java&#115;cript:alert(1))',
    '[x](javascript&colon;alert(1))',
    '[x](vbscript:msgbox(1))',
    '[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)',
    '[x](file:///etc/passwd)',
    '[x](blob:https://a/b)',
    '[x](//evil.example)',
    '[x](/relative)',
    '<javascript:alert(1)>',
    '![x](https://evil.example/pixel.png)',
    '![x](data:image/svg+xml,<svg onload=alert(1)>)',
    '[![x](https://evil.example/p.png)](javascript:alert(1))',
    '[x]: javascript:alert(1)\n\n[x]',
    '```"><script>alert(1)</script>\nx\n```',
    '`<script>alert(1)</script>`',
    '|<img src=x onerror=alert(1)>|\n|-|\n|<script>|',
    '# <script>alert(1)</script>',
    '- <script>alert(1)</script>',
    '<!-- --!><script>alert(1)</script>',
    '<![CDATA[<script>alert(1)</script>]]>',
  ])('%j becomes text, or nothing, but no picture, no HTML and no address but of the web', (attack) => {
    const { kinds, hrefs } = parts(markdownBlocks(attack));
    for (const kind of kinds)
      expect([
        'text',
        'code',
        'strong',
        'emphasis',
        'deleted',
        'link',
        'break',
        'paragraph',
        'heading',
        'quote',
        'list',
        'table',
        'rule',
      ]).toContain(kind);
    expect(hrefs.filter((href) => !href.startsWith('https://'))).toEqual([]);
    expect(JSON.stringify(markdownBlocks(attack))).not.toContain('"href":"javascript');
  });

  it('shows HTML as the text it is', () => {
    expect(markdownBlocks('<script>alert(1)</script>')).toEqual([words('<script>alert(1)</script>')]);
    expect(markdownBlocks('![cat](https://evil.example/p.png)')).toEqual([words('![cat](https://evil.example/p.png)')]);
  });

  it.each([
    ['quotes', '>'.repeat(5000)],
    ['lists', Array.from({ length: 400 }, (_, depth) => `${' '.repeat(2 * depth)}- a`).join('\n')],
    ['emphasis', '*a **b '.repeat(2000)],
    ['brackets', '['.repeat(5000)],
  ])('survives deeply nested %s', (_name, text) => {
    expect(JSON.stringify(markdownBlocks(text)).length).toBeGreaterThan(0);
  });

  it.each([
    ['https://a.example', 'https://a.example/'],
    ['mailto:a@b.c', 'mailto:a@b.c'],
    ['javascript:1', null],
    ['ftp://a', null],
    ['a', null],
    ['', null],
  ])('lets %j through as %j', (href, expected) => {
    expect(safeAddress(href)).toBe(expected);
  });
});
