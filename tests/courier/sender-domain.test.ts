import { afterEach, describe, expect, test } from 'vitest';
import { openLookup } from '../../src/courier/dns-lookup.ts';
import { readSenderDomain, type SenderDomain } from '../../src/courier/sender-domain.ts';
import { checkDomain } from '../../src/desk/domain-checks.ts';
import { type NameServer, openNameServer, type Zone } from '../harness/dns.ts';

const SMTP = { host: 'smtp.firm.fr', user: null };
/** A small firm that does everything right, on a server of its own. */
const SOUND: Zone = {
  'A smtp.firm.fr': ['192.0.2.25'],
  'TXT firm.fr': ['google-site-verification=x', 'v=spf1 mx ip4:192.0.2.0/28 -all'],
  'MX firm.fr': ['mx.firm.fr'],
  'A mx.firm.fr': ['192.0.2.25'],
  'TXT default._domainkey.firm.fr': [`v=DKIM1; k=rsa; p=${'MIGf'.repeat(90)}`],
  'TXT _dmarc.firm.fr': ['v=DMARC1; p=quarantine; rua=mailto:dmarc@firm.fr'],
};

let server: NameServer | null = null;
afterEach(async () => {
  await server?.close();
  server = null;
});

async function look(
  zone: Zone,
  smtp: { host: string; user: string | null } = SMTP,
  address = 'compta@firm.fr',
) {
  server = await openNameServer(zone);
  const seen = await readSenderDomain(address, smtp, openLookup([server.address]));
  return seen as SenderDomain;
}

/** The checks by name: state, message and remedy. */
async function checks(...asked: Parameters<typeof look>) {
  const seen = await look(...asked);
  return new Map(checkDomain(seen).map((check) => [check.name, check]));
}

const states = (found: Awaited<ReturnType<typeof checks>>) =>
  Object.fromEntries([...found.values()].map(({ name, state }) => [name, state]));

describe('the domain of a sender, asked of a name server', () => {
  test('one that has all it needs', async () => {
    const found = await checks(SOUND);
    expect(states(found)).toEqual({ spf: 'ok', dkim: 'ok', dmarc: 'ok' });
    expect(found.get('spf')!.message).toContain('autorise votre serveur smtp.firm.fr');
    expect(found.get('dkim')!.message).toContain('(default)');
    expect(found.get('dmarc')!.message).toContain('p=quarantine');
    expect(server!.questions.filter((question) => question === 'TXT firm.fr')).toHaveLength(1);
  });

  test('a bare domain gets the records to publish, to the letter', async () => {
    const found = await checks({ 'A smtp.firm.fr': ['192.0.2.25'], 'A firm.fr': ['192.0.2.80'] });
    expect(states(found)).toEqual({ spf: 'warning', dkim: 'warning', dmarc: 'warning' });
    expect(found.get('spf')!.remedy).toContain('firm.fr TXT "v=spf1 a:smtp.firm.fr ~all"');
    expect(found.get('dmarc')!.remedy).toContain(
      '_dmarc.firm.fr TXT "v=DMARC1; p=none; rua=mailto:compta@firm.fr"',
    );
    expect(found.get('dkim')!.message).toContain('Aucune clé DKIM de firm.fr trouvée sous les noms courants');
    const atOvh = await checks({}, { host: 'ssl0.ovh.net', user: 'compta@firm.fr' });
    expect(atOvh.get('spf')!.remedy).toContain('"v=spf1 include:mx.ovh.com ~all"');
    expect(atOvh.get('dkim')!.remedy).toContain('OVHcloud');
  });

  test.each<[string, string | string[], string, string]>([
    ['two records', ['v=spf1 mx -all', 'v=spf1 a ~all'], '2 SPF', '"v=spf1 mx a ~all"'],
    [
      'a term that is none',
      'v=spf1 ipv4:192.0.2.25 -all',
      '«\u00a0ipv4:192.0.2.25\u00a0»',
      '"v=spf1 ip4:192.0.2.25 -all"',
    ],
    ['everybody allowed', 'v=spf1 mx +all', '+all', '"v=spf1 mx ~all"'],
    ['everybody allowed elsewhere', 'v=spf1 redirect=open.fr', '+all', '"v=spf1 ~all"'],
    ['an included record that is not there', 'v=spf1 include:gone.fr -all', 'gone.fr', 'include:gone.fr'],
    ['eleven questions', `v=spf1 ${'a:smtp.firm.fr '.repeat(11)}-all`, '11 questions', ''],
    [
      'eleven questions, most of them below',
      'v=spf1 include:many.fr include:many.fr -all',
      '14 questions',
      'many.fr',
    ],
  ])('SPF: %s is a fault', async (_, record, said, remedy) => {
    const found = await checks({
      ...SOUND,
      'TXT firm.fr': [record].flat(),
      'TXT open.fr': ['v=spf1 all'],
      'TXT many.fr': [`v=spf1 ${'a:smtp.firm.fr '.repeat(6)}-all`],
    });
    expect(found.get('spf')!.state).toBe('fault');
    expect(found.get('spf')!.message).toContain(said);
    expect(found.get('spf')!.remedy).toContain(remedy);
  });

  test('SPF: ten questions are still within the law', async () => {
    const found = await checks({ ...SOUND, 'TXT firm.fr': [`v=spf1 ${'a:smtp.firm.fr '.repeat(10)}-all`] });
    expect(found.get('spf')!.state).toBe('ok');
  });

  test.each<[string, Zone, boolean]>([
    ['its address', { 'TXT firm.fr': ['v=spf1 ip4:192.0.2.25 -all'] }, true],
    ['a network that it is in', { 'TXT firm.fr': ['v=spf1 ip4:192.0.2.16/28 -all'] }, true],
    ['a network beside it', { 'TXT firm.fr': ['v=spf1 ip4:192.0.2.32/28 -all'] }, false],
    [
      'its IPv6 network',
      { 'AAAA smtp.firm.fr': ['2001:db8::25'], 'TXT firm.fr': ['v=spf1 ip6:2001:db8::/32 -all'] },
      true,
    ],
    ['the servers that receive', { 'TXT firm.fr': ['v=spf1 mx -all'] }, true],
    [
      'the network of those that receive',
      { 'TXT firm.fr': ['v=spf1 mx/24 -all'], 'A mx.firm.fr': ['192.0.2.99'] },
      true,
    ],
    ['another name of it', { 'TXT firm.fr': ['v=spf1 a:alias.fr -all'], 'A alias.fr': ['192.0.2.25'] }, true],
    [
      'a record that is included',
      { 'TXT firm.fr': ['v=spf1 include:i.fr -all'], 'TXT i.fr': ['v=spf1 ip4:192.0.2.25 -all'] },
      true,
    ],
    [
      'an included record that refuses it',
      { 'TXT firm.fr': ['v=spf1 include:i.fr -all'], 'TXT i.fr': ['v=spf1 -ip4:192.0.2.25 +all'] },
      false,
    ],
    [
      'the record it is redirected to',
      { 'TXT firm.fr': ['v=spf1 redirect=i.fr'], 'TXT i.fr': ['v=spf1 a:smtp.firm.fr -all'] },
      true,
    ],
    [
      'a redirection behind « all », which nobody reads',
      { 'TXT firm.fr': ['v=spf1 -all redirect=i.fr'], 'TXT i.fr': ['v=spf1 a:smtp.firm.fr -all'] },
      false,
    ],
    ['after it was refused', { 'TXT firm.fr': ['v=spf1 -ip4:192.0.2.25 mx -all'] }, false],
  ])('SPF: the server is allowed by %s', async (_, zone, allowed) => {
    const found = await checks({ ...SOUND, ...zone });
    expect([found.get('spf')!.state, found.get('spf')!.message.includes('autorise votre serveur')]).toEqual(
      allowed ? ['ok', true] : ['warning', false],
    );
  });

  test('SPF: a server that is not named is added in front of what refuses the others', async () => {
    const found = await checks({
      ...SOUND,
      'TXT firm.fr': ['v=spf1 include:i.fr -all'],
      'TXT i.fr': ['v=spf1 ip4:198.51.100.1 -all'],
    });
    expect(found.get('spf')).toMatchObject({ state: 'warning' });
    expect(found.get('spf')!.remedy).toContain('"v=spf1 include:i.fr a:smtp.firm.fr -all"');
  });

  test('SPF: the record of its provider allows a server whose own address is not in it', async () => {
    const zone = {
      'A ssl0.ovh.net': ['198.51.100.9'],
      'TXT firm.fr': ['v=spf1 include:mx.ovh.com ~all'],
      'TXT mx.ovh.com': ['v=spf1 ip4:203.0.113.0/24 ~all'],
    };
    const found = await checks({ ...SOUND, ...zone }, { host: 'ssl0.ovh.net', user: 'compta@firm.fr' });
    expect(found.get('spf')!.state).toBe('ok');
  });

  test('SPF: a record that says nothing of the others protects little; one that goes round ends', async () => {
    const open = await checks({ ...SOUND, 'TXT firm.fr': ['v=spf1 mx'] });
    expect(open.get('spf')).toMatchObject({ state: 'warning' });
    expect(open.get('spf')!.remedy).toContain('"v=spf1 mx ~all"');
    const round = await checks({ ...SOUND, 'TXT firm.fr': ['v=spf1 include:firm.fr -all'] });
    expect(round.get('spf')!.state).toBe('fault');
  });

  test('a relay proves the sender by DKIM alone', async () => {
    const relay = { host: 'smtp-relay.brevo.com', user: 'anything@else.example' };
    const without = await checks(
      { 'TXT firm.fr': ['v=spf1 mx -all'], 'TXT _dmarc.firm.fr': ['v=DMARC1;p=reject'] },
      relay,
    );
    expect(states(without)).toEqual({ spf: 'ok', dkim: 'warning', dmarc: 'warning' });
    expect(without.get('dmarc')!.message).toContain('ni SPF ni DKIM');
    const zone = {
      'TXT _dmarc.firm.fr': ['v=DMARC1;p=reject'],
      'TXT brevo1._domainkey.firm.fr': ['k=rsa;p=MIGf'],
    };
    expect(states(await checks(zone, relay))).toEqual({ spf: 'ok', dkim: 'ok', dmarc: 'ok' });
  });

  test('DKIM: an empty key is one that was revoked, and a text that is no key is none', async () => {
    const revoked = await checks({ ...SOUND, 'TXT default._domainkey.firm.fr': ['v=DKIM1; p='] });
    expect(revoked.get('dkim')!.message).toContain('révoquée');
    const other = await checks({ ...SOUND, 'TXT default._domainkey.firm.fr': ['v=spf1 -all'] });
    expect(other.get('dkim')!.message).toContain('Aucune clé');
  });

  test('DMARC: of the firm for its branch, of two none, and no rule is no record', async () => {
    const branch = await checks(
      { ...SOUND, 'TXT _dmarc.firm.fr': ['v=DMARC1; p=none; sp=reject'] },
      SMTP,
      'a@lyon.firm.fr',
    );
    expect(branch.get('dmarc')!.message).toContain('Le DMARC de firm.fr fait refuser');
    const two = await checks({ ...SOUND, 'TXT _dmarc.firm.fr': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] });
    expect(two.get('dmarc')!.message).toContain('Plusieurs');
    const vague = await checks({ ...SOUND, 'TXT _dmarc.firm.fr': ['v=DMARC1; p=maybe'] });
    expect(vague.get('dmarc')!.state).toBe('warning');
  });

  test('a mailbox for everybody is not its customers’ to publish in', async () => {
    const elsewhere = await checks({}, SMTP, 'garage@orange.fr');
    expect(states(elsewhere)).toEqual({ domain: 'warning' });
    const own = await checks({}, { host: 'smtp.orange.fr', user: 'garage@orange.fr' }, 'garage@orange.fr');
    expect(states(own)).toEqual({ domain: 'ok' });
  });

  test('an account of another domain is told', async () => {
    const found = await checks(SOUND, { host: 'smtp.firm.fr', user: 'paul@other.fr' });
    expect(found.get('domain')).toMatchObject({ state: 'warning' });
    expect(found.get('domain')!.message).toContain('other.fr');
  });

  test('accents and capitals of a domain are those of the wire', async () => {
    const seen = await look({}, SMTP, 'Compta@Société.FR');
    expect(seen.domain).toBe('xn--socit-esab.fr');
    expect(await readSenderDomain('no address', SMTP, openLookup([server!.address]))).toBeNull();
  });
});

describe('where the DNS does not answer', () => {
  test('it is told once, as a warning, and asked little', async () => {
    const names = ['smtp.firm.fr', 'firm.fr', '_dmarc.firm.fr'];
    const zone = Object.fromEntries(
      names.flatMap((name) => ['A', 'AAAA', 'TXT'].map((type) => [`${type} ${name}`, 'silence' as const])),
    );
    const found = await checks(zone);
    expect(states(found)).toEqual({ domain: 'warning' });
    expect(found.get('domain')!.message).toContain('n’ont pas pu être examinés');
    expect(server!.questions).toHaveLength(2);
  });

  test('a port that nobody listens on is no fault of the domain', async () => {
    server = await openNameServer({});
    const { address } = server;
    await server.close();
    server = null;
    const seen = await readSenderDomain('compta@firm.fr', SMTP, openLookup([address]));
    expect(checkDomain(seen!).map(({ name, state }) => [name, state])).toEqual([['domain', 'warning']]);
  });

  test('one silent name is no dead network: the rest is examined', async () => {
    const found = await checks({ ...SOUND, 'TXT _dmarc.firm.fr': 'silence' });
    expect(states(found)).toEqual({ spf: 'ok', dkim: 'ok', dmarc: 'warning' });
  });
});
