import { describe, expect, test } from 'vitest';
import { isSpf, parseSpf } from './spf-record.ts';

const none = { four: null, six: null };

describe('an SPF record', () => {
  test('is known by its version alone', () => {
    expect(['v=spf1', 'v=spf1 -all', 'V=SPF1 a'].map(isSpf)).toEqual([true, true, true]);
    expect(['v=spf10 -all', ' v=spf1', 'spf2.0/pra'].map(isSpf)).toEqual([false, false, false]);
  });

  test('is read term by term, with networks and qualifiers', () => {
    const text =
      'v=spf1 ip4:192.0.2.0/24  -ip6:2001:db8::/32 a mx/28//64 ?include:_spf.x.fr A:mail.x.fr ptr ~all exp=e.x.fr';
    expect(parseSpf(text)).toEqual({
      redirect: null,
      terms: [
        { qualifier: '+', name: 'ip4', target: '192.0.2.0', bits: { four: 24, six: null } },
        { qualifier: '-', name: 'ip6', target: '2001:db8::', bits: { four: null, six: 32 } },
        { qualifier: '+', name: 'a', target: null, bits: none },
        { qualifier: '+', name: 'mx', target: null, bits: { four: 28, six: 64 } },
        { qualifier: '?', name: 'include', target: '_spf.x.fr', bits: none },
        { qualifier: '+', name: 'a', target: 'mail.x.fr', bits: none },
        { qualifier: '+', name: 'ptr', target: null, bits: none },
        { qualifier: '~', name: 'all', target: null, bits: none },
      ],
    });
    expect(parseSpf('v=spf1 redirect=_spf.x.fr')).toEqual({ terms: [], redirect: '_spf.x.fr' });
  });

  test.each([
    'ipv4:192.0.2.1',
    'ip4:192.0.2',
    'ip4:192.0.2.0/33',
    'ip4',
    'ip6:192.0.2.1',
    'ip6:2001:db8::/129',
    'include:',
    'include',
    'all:x.fr',
    '-all,',
    'mx:',
    'redirect=',
    'a/33',
    '“-all”',
  ])('is worth nothing with the term %s', (term) => {
    expect(parseSpf(`v=spf1 mx ${term} -all`)).toEqual({ wrong: term });
  });

  test('has one redirect at most', () => {
    expect(parseSpf('v=spf1 redirect=a.fr redirect=b.fr')).toEqual({ wrong: 'redirect=b.fr' });
  });
});
