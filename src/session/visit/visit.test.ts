import { expect, it } from 'vitest';
import { encodeLink } from '../../workspace';
import { keepLink, openLink, visitOf, type VisitMemory } from './visit';

const memory = (): VisitMemory => {
  let kept: string | null = null;
  return {
    get: () => kept,
    set: (value) => {
      kept = value;
    },
  };
};
const typed = {
  document: 'd',
  version: 4,
  change: [{ start: 1, end: 1, text: 'y' }],
  selection: null,
  source: { kind: 'typed' },
  wallTime: 5,
  monoTime: 5,
} as const;
const fragment = encodeLink({
  shown: 1,
  files: [
    { name: 'a.py', base: { version: 0, text: 'a' }, records: [], outcomes: [] },
    {
      name: 'b.py',
      base: { version: 4, text: 'x' },
      records: [typed],
      outcomes: [
        { version: 5, kind: 'accepted' },
        { version: 2, kind: 'rejected' },
      ],
    },
  ],
});

it('is to the own files without a link, whatever else stands in the address', () => {
  expect([visitOf('', memory()), visitOf('#scripted', memory())]).toEqual([{ kind: 'own' }, { kind: 'own' }]);
});

it('says why a link is refused', () => {
  expect(visitOf(fragment.slice(0, -1), memory())).toMatchObject({ kind: 'refused' });
});

it('offers a link first, and opens it in a store of its own when the user has said so', () => {
  const tab = memory();
  const offered = visitOf(fragment, tab);
  if (offered.kind !== 'offered') throw new Error(offered.kind);
  openLink(tab, offered.id);
  const opened = visitOf(fragment, tab);
  expect(opened).toMatchObject({ kind: 'link', database: `inkling-link-${offered.id}`, shown: 'link:1' });
  if (opened.kind !== 'link') throw new Error(opened.kind);
  expect(
    opened.seeds.map(({ id, name, text, course, outcomes }) => [
      id,
      name,
      text,
      course.map(({ document, version }) => [document, version]),
      outcomes,
    ]),
  ).toEqual([
    ['link:0', 'a.py', 'a', [], []],
    ['link:1', 'b.py', 'x', [['link:1', 0]], [{ version: 1, kind: 'accepted' }]],
  ]);
});

it('does not open another link because one was opened', () => {
  const tab = memory();
  openLink(tab, 'other');
  expect(visitOf(fragment, tab).kind).toBe('offered');
});

it('keeps the files of a link once', () => {
  const tab = memory();
  const offered = visitOf(fragment, tab);
  if (offered.kind !== 'offered') throw new Error(offered.kind);
  keepLink(tab, offered.id);
  expect([visitOf(fragment, tab).kind, visitOf(fragment, tab).kind]).toEqual(['keeping', 'offered']);
});

it('opens the demo at once, in a store of its own, and keeps its files when asked to', () => {
  const tab = memory();
  const demo = visitOf('#demo', tab);
  if (demo.kind !== 'link') throw new Error(demo.kind);
  expect(demo.database).toMatch(/^inkling-link-./);
  keepLink(tab, demo.id);
  expect(visitOf('#demo', tab).kind).toBe('keeping');
});
