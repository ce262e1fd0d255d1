import { describe, expect, it } from 'vitest';
import { embeddedModel, parseCard } from './catalog';

const sum = 'ab'.repeat(32);
const cardUrl = 'http://host/sub/models/card.json';

describe('a model card', () => {
  it('becomes a source whose file lies beside the card', () => {
    expect(parseCard({ id: 'x', file: 'x.gguf', sha256: sum, contextLength: 1024, dialect: 'd' }, cardUrl)).toEqual({
      id: 'x',
      engine: 'wllama',
      url: 'http://host/sub/models/x.gguf',
      sha256: sum,
      contextLength: 1024,
      dialect: 'd',
    });
  });

  it.each([
    ['nothing', null],
    ['no file', { id: 'x', sha256: sum }],
    ['no id', { file: 'x.gguf', sha256: sum }],
    ['a short checksum', { id: 'x', file: 'x.gguf', sha256: 'ab' }],
  ])('with %s is refused as damaged', (_name, card) => {
    expect(() => parseCard(card, cardUrl)).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'model-corrupt' }) as object }),
    );
  });

  it('may keep a model off the GPU and tell the size of its file', () => {
    expect(parseCard({ id: 'x', file: 'x.gguf', sha256: sum, device: 'cpu', bytes: 12 }, cardUrl)).toMatchObject({
      device: 'cpu',
      bytes: 12,
    });
  });
});

it.each([
  ['is taken over', { lines: 32, chars: 1500 }, { lines: 32, chars: 1500 }],
  ['is left out when it is half there', { lines: 32 }, undefined],
  ['is left out when nothing would be shown', { lines: 0, chars: 1500 }, undefined],
])('the excerpt a card asks for %s', (_name, given, expected) => {
  expect(parseCard({ id: 'x', file: 'x.gguf', sha256: sum, excerpt: given }, cardUrl).excerpt).toEqual(expected);
});

describe('the confidence a card asks for', () => {
  const confidence = (value: unknown): unknown =>
    parseCard({ id: 'x', file: 'x.gguf', sha256: sum, confidence: value }, cardUrl).confidence;

  it.each([
    ['is taken over', { min: -2.5, mean: -0.4 }, { min: -2.5, mean: -0.4 }],
    [
      'can say how silent a model must be for a mechanical continuation to be dropped',
      { min: -2, mean: -1, silence: 0.8 },
      { min: -2, mean: -1, silence: 0.8 },
    ],
    ['leaves out a silence that is no probability', { min: -2, mean: -1, silence: 80 }, { min: -2, mean: -1 }],
    ['is left out when it is missing', undefined, undefined],
    ['is left out when it is no logarithm of a probability', { min: 0.5, mean: -1 }, undefined],
    ['is left out when it is half there', { min: -1 }, undefined],
  ])('%s', (_name, given, expected) => {
    expect(confidence(given)).toEqual(expected);
  });
});

describe('the embedded model', () => {
  const load = (response: Response): ReturnType<typeof embeddedModel> =>
    embeddedModel('http://host/sub/', () => Promise.resolve(response));

  it('is found below the folder the program is served from', async () => {
    expect((await load(Response.json({ id: 'x', file: 'x.gguf', sha256: sum }))).url).toBe(
      'http://host/sub/models/x.gguf',
    );
  });

  it.each([
    ['a missing card', new Response('', { status: 404 }), 'model-not-found'],
    ['a card that is not JSON', new Response('<html>'), 'model-corrupt'],
  ])('says which it is for %s', async (_name, response, code) => {
    await expect(load(response)).rejects.toMatchObject({ failure: { code } });
  });
});
