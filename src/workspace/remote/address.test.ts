import { describe, expect, it } from 'vitest';
import { remoteAddress } from './address';

const id = '0123456789abcdef0123456789abcdef';
const revision = '89abcdef'.repeat(5);
const folder = (...rest: string[]): object => ({ kind: 'folder', owner: 'owner', repository: 'repo', rest });
const file = (...rest: string[]): object => ({ kind: 'file', owner: 'owner', repository: 'repo', rest });

describe('an address', () => {
  it.each([
    ['https://github.com/owner/repo', folder()],
    ['  https://github.com/owner/repo/  ', folder()],
    ['http://www.github.com/owner/repo.git', folder()],
    ['github.com/owner/repo?tab=readme#top', folder()],
    ['owner/repo', folder()],
    ['git@github.com:owner/repo.git', folder()],
    ['https://github.com/owner/repo/tree/main', folder('main')],
    ['https://github.com/owner/repo/tree/feature/x/src', folder('feature', 'x', 'src')],
    ['https://github.com/owner/repo/tree/refs/heads/main/src', folder('main', 'src')],
    [`https://github.com/owner/repo/commit/${revision}`, folder(revision)],
    ['https://github.com/owner/repo/blob/main/a%20b/%C3%A9.py#L3', file('main', 'a b', 'é.py')],
    ['https://github.com/owner/repo/blame/main/a.py', file('main', 'a.py')],
    ['https://raw.githubusercontent.com/owner/repo/main/src/a.py', file('main', 'src', 'a.py')],
    ['https://raw.githubusercontent.com/owner/repo/refs/heads/main/a.py', file('main', 'a.py')],
    [`https://gist.github.com/${id}`, { kind: 'gist', id, revision: null }],
    [`https://gist.github.com/owner/${id}`, { kind: 'gist', id, revision: null }],
    [`gist.github.com/owner/${id}/${revision}`, { kind: 'gist', id, revision }],
    [`gist.github.com/${id}/${revision}`, { kind: 'gist', id, revision }],
    [`https://gist.githubusercontent.com/owner/${id}/raw/${revision}/a.py`, { kind: 'gist', id, revision }],
    ['https://gist.github.com/owner/1234567', { kind: 'gist', id: '1234567', revision: null }],
  ])('%s is read', (typed, expected) => {
    expect(remoteAddress(typed)).toEqual(expected);
  });

  it.each([
    ['', /not an address/],
    ['https://', /not an address/],
    ['javascript:alert(1)', /not an address/],
    ['data:text/html,x', /not an address/],
    ['file:///etc/passwd', /not an address/],
    ['https://github.com@evil.example/owner/repo', /name, a password/],
    ['https://user:secret@github.com/owner/repo', /name, a password/],
    ['https://github.com:8443/owner/repo', /port/],
    ['https://github.com.evil.example/owner/repo', /Only addresses/],
    ['https://evil.example/github.com/owner/repo', /Only addresses/],
    ['https://gitlab.com/owner/repo', /Only addresses/],
    ['https://g\u0456thub.com/owner/repo', /Only addresses/],
    ['https://github.com/owner', /holds no files/],
    ['https://github.com/settings/profile', /holds no files/],
    ['https://github.com/owner/repo/issues/1', /holds no files/],
    ['https://github.com/owner/repo/blob/main', /names no file/],
    ['https://github.com/owner/..%2f..%2fgists', /leads elsewhere/],
    ['https://github.com/owner/repo/blob/main/..%2F..%2Fsecret', /leads elsewhere/],
    ['https://github.com/owner/repo/blob/main/a%5c..%5cb', /leads elsewhere/],
    ['https://github.com/owner/repo/tree/main/%00', /leads elsewhere/],
    ['https://github.com/owner/repo/tree/%E0%A4%A', /leads elsewhere/],
    ['https://github.com/-owner/repo', /no repository/],
    ['https://github.com/owner/re%20po', /no repository/],
    ['https://github.com/owner/re\u202epo', /cannot be seen/],
    ['owner/repo with words', /cannot be seen/],
    [`https://github.com/owner/${'r'.repeat(101)}`, /no repository/],
    [`https://github.com/owner/repo/tree/${'x/'.repeat(600)}`, /longer than 1000/],
    ['https://gist.github.com/discover', /holds no files/],
  ])('%s is refused in words', (typed, why) => {
    const read = remoteAddress(typed);
    expect(read.kind === 'bad' ? read.why : JSON.stringify(read)).toMatch(why);
  });

  it('that climbs is what a browser would open, and nothing above it', () => {
    expect(remoteAddress('https://github.com/owner/repo/../../other/place')).toEqual({
      kind: 'folder',
      owner: 'other',
      repository: 'place',
      rest: [],
    });
    expect(remoteAddress('https://github.com/owner/repo/tree/main/%2e%2e/%2e%2e/%2e%2e')).toMatchObject({
      kind: 'bad',
    });
  });
});
