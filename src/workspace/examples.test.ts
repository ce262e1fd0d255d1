import { expect, it } from 'vitest';
import { EXAMPLES } from './examples';
import { languageOf } from './language';

it.each(EXAMPLES.map(({ name, text }) => [name, text] as const))(
  '%s says in its first line what to try, and has it done nowhere yet',
  (name, text) => {
    const [hint, target, ...rest] = text.split('\n');
    const wanted = /Rename the (?:first )?parameter below to (\w+)/.exec(hint ?? '')?.[1] ?? '';
    const old = /\((\w+)/.exec(target ?? '')?.[1] ?? '';
    expect(languageOf(name).id).not.toBe('plaintext');
    expect(wanted).not.toBe('');
    // The hint itself must not hold the name: the prediction would be about it as well.
    expect(hint).not.toMatch(new RegExp(`\\b${old}\\b`));
    expect(rest.join('\n')).toMatch(new RegExp(`\\b${old}\\b`));
    expect(text.split('\n').slice(1).join('\n')).not.toContain(wanted);
  },
);
