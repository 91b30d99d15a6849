import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readCreditor } from '../../src/creditors/creditors.db.ts';
import { smtpPassword } from '../../src/creditors/smtp-password.db.ts';
import { CREDITOR_CHAIN } from '../../src/journal/event.ts';
import { eventsOf } from '../../src/journal/events.db.ts';
import { type Desk, openDesk, SETTINGS, setSettings } from './desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(async () => await desk.close());

const OTHER_IBAN = 'FR1420041010050500013M02606';

describe('settings', () => {
  test('the document of the contract is taken whole and told again', async () => {
    const done = await setSettings(desk);
    expect(done).toMatchObject({ done: 'creditor_set', needs: [], exit: 0 });
    const { smtp, ...rest } = SETTINGS;
    expect(done.creditor).toMatchObject(rest);
    expect(done.creditor.smtp).toEqual({
      host: '127.0.0.1',
      port: 2525,
      secure: false,
      user: null,
      passwordSet: false,
    });
    expect(done.creditor.users).toEqual([
      { name: 'Claire Lefèvre', role: 'owner', email: 'compta@lefevre.example' },
    ]);
    expect(await desk.run(['creditor', 'show'])).toMatchObject({ ...rest, key: '732829320', id: done.id });
  });

  test('a name is enough, and then nothing leaves', async () => {
    const path = desk.file('small.json', JSON.stringify({ name: 'Plomberie Martin' }));
    const done = await desk.run(['creditor', 'set', path]);
    expect(done.creditor).toMatchObject({
      key: 'Plomberie Martin',
      armed: false,
      lateStart: 'at-age',
      minimumGapDays: 5,
      bankFreshnessDays: 3,
      users: [{ name: 'Propriétaire', role: 'owner', email: null }],
    });
  });

  test('everything wrong is told at once, unknown keys by their names', async () => {
    const done = await setSettings(desk, {
      siren: '732829321',
      iban: 'FR7630006000011234567890188',
      bic: 'AGRI',
      email: 'compta',
      vatNumber: 'FR45732829320',
      timeZone: 'Europe/Lyon',
      color: 'blue',
      smtp: { host: 'mail', port: 70_000, tls: true },
      lateStart: 'never',
    });
    expect(done.refused).toBe('settings_invalid');
    expect(done.exit).toBe(2);
    const codes = Object.fromEntries(
      done.defects.map((found: { field: string; code: string }) => [found.field, found.code]),
    );
    expect(codes).toEqual({
      siren: 'siren_invalid',
      iban: 'iban_invalid',
      bic: 'bic_invalid',
      email: 'email_invalid',
      vatNumber: 'vat_number_invalid',
      timeZone: 'time_zone_unknown',
      color: 'key_unknown',
      'smtp.port': 'value_invalid',
      'smtp.tls': 'key_unknown',
      lateStart: 'value_invalid',
    });
    expect(await desk.run(['creditor', 'list'])).toMatchObject({ creditors: [] });
  });

  test('each sentence says the values that are allowed, or what to do', async () => {
    const done = await setSettings(desk, {
      ...{ lateStart: 'never', bankFreshnessDays: 100, armed: 'oui', signatory: 'Claire', color: 'blue' },
      ...{
        email: 'compta',
        bic: 'AGRI',
        address: { lines: [], postcode: '1', city: 'Y', country: 'france' },
      },
      smtp: { host: 'mail', port: 70_000, password: 12 },
    });
    const told = Object.fromEntries(
      done.defects.map((found: { field: string; message: string }) => [
        found.field,
        found.message.replaceAll('\u00a0', ' '),
      ]),
    );
    expect(told).toMatchObject({
      lateStart: 'Valeur attendue : "from-start", "at-age" ou "ask".',
      bankFreshnessDays: 'Valeur attendue : un nombre entier de 0 à 60, sans guillemets, ou null.',
      armed: 'Valeur attendue : true ou false, sans guillemets.',
      signatory: 'Valeur attendue : un objet { … } dont les clés sont name, role, ou null.',
      'smtp.port': 'Valeur attendue : un nombre entier de 1 à 65535, sans guillemets.',
      'address.country': 'Valeur attendue : le code du pays en deux lettres majuscules, comme "FR" ou "BE".',
    });
    expect(told['address.lines']).toContain('une liste [ … ] de 1 à 4 éléments');
    expect(told['smtp.password']).toContain('un texte entre guillemets');
    expect(told.color).toContain('clés possibles : name, legalForm,');
    expect(told.email).toContain('comme compta@entreprise.fr');
    expect(told.bic).toContain('recopiez-le');
    expect(done.message).not.toMatch(/expected|Invalid|docs\//);
  });

  test('a VAT number of another company is refused', async () => {
    const done = await setSettings(desk, { siren: '552100554' });
    expect(done.defects).toMatchObject([{ field: 'vatNumber', code: 'vat_number_invalid' }]);
  });

  test('what is left out stays, what is null is forgotten', async () => {
    await setSettings(desk);
    const path = desk.file('more.json', JSON.stringify({ siren: SETTINGS.siren, phone: null, armed: false }));
    const done = await desk.run(['creditor', 'set', path]);
    expect(done.creditor).toMatchObject({ phone: null, armed: false, iban: SETTINGS.iban });
  });

  test('no file, no JSON, no name', async () => {
    expect(await desk.run(['creditor', 'set', '/nowhere.json'])).toMatchObject({
      refused: 'file_unreadable',
    });
    const broken = desk.file('broken.json', '{ "name": ');
    expect(await desk.run(['creditor', 'set', broken])).toMatchObject({
      ...{ refused: 'file_unreadable', line: 1, column: 11 },
      message: expect.stringContaining('ligne 1, colonne 11, le document s’arrête avant sa fin'),
    });
    const nameless = desk.file('nameless.json', '{}');
    expect(await desk.run(['creditor', 'set', nameless])).toMatchObject({ refused: 'settings_invalid' });
    expect(await desk.run(['creditor', 'show'])).toMatchObject({ refused: 'creditor_missing' });
  });
});

describe('the password of the mail server', () => {
  const smtp = { host: 'smtp.example', port: 465, secure: true, user: 'compta', password: 'pâte-feuilletée' };

  test('is sealed, never shown, kept when left out, dropped for another server', async () => {
    const done = await setSettings(desk, { smtp });
    expect(JSON.stringify(done)).not.toContain('feuillet');
    expect(done.creditor.smtp.passwordSet).toBe(true);
    const { password, ...without } = smtp;
    await setSettings(desk, { smtp: without });
    await desk.during(async (scope) => {
      const creditor = await readCreditor(scope);
      expect(JSON.stringify(creditor)).not.toContain('feuillet');
      expect(smtpPassword(scope.dataFolder, scope.creditorId, creditor!.smtp!)).toEqual({ password });
    });
    const moved = await setSettings(desk, { smtp: { ...without, host: 'smtp.elsewhere.example' } });
    expect(moved.creditor.smtp.passwordSet).toBe(false);
  });
});

describe('a changed bank account', () => {
  test('with one approver takes effect at once, and the journal says that one sufficed', async () => {
    await setSettings(desk);
    const done = await setSettings(desk, { iban: OTHER_IBAN });
    expect(done).toMatchObject({ needs: [], creditor: { iban: OTHER_IBAN, ibanChangedOn: '2026-11-23' } });
    const events = await desk.during((scope) => eventsOf(scope, CREDITOR_CHAIN));
    expect(JSON.parse(events.at(-1)!.payload)).toMatchObject({ iban: 'changed', approvers: 1 });
  });

  test('with two approvers waits for the second one', async () => {
    await setSettings(desk);
    await desk.run(['user', 'add', 'Marc Petit', '--role', 'manager']);
    const asked = await setSettings(desk, { iban: OTHER_IBAN, phone: '+33472000001' });
    expect(asked.needs).toMatchObject([{ code: 'needs_second_person' }]);
    expect(asked.creditor).toMatchObject({
      iban: SETTINGS.iban,
      phone: '+33472000001',
      ibanWaiting: { iban: OTHER_IBAN, askedBy: 'Claire Lefèvre', askedOn: '2026-11-23' },
    });
    const alone = await desk.run(['creditor', 'confirm-iban']);
    expect(alone).toMatchObject({ refused: 'needs_second_person', approvers: ['Marc Petit'] });
    const confirmed = await desk.run(['creditor', 'confirm-iban'], { as: 'marc petit' });
    expect(confirmed).toMatchObject({
      done: 'iban_confirmed',
      creditor: { iban: OTHER_IBAN, ibanChangedOn: '2026-11-23', ibanWaiting: null },
    });
    expect(await desk.run(['creditor', 'confirm-iban'])).toMatchObject({ refused: 'iban_change_missing' });
  });

  test('may be refused, and a reader may not decide', async () => {
    await setSettings(desk);
    await desk.run(['user', 'add', 'Marc Petit', '--role', 'manager']);
    await desk.run(['user', 'add', 'Zoé', '--role', 'reader']);
    await setSettings(desk, { iban: OTHER_IBAN });
    expect(await desk.run(['creditor', 'confirm-iban'], { as: 'Zoé' })).toMatchObject({
      refused: 'role_forbidden',
    });
    const rejected = await desk.run(['creditor', 'confirm-iban', '--reject'], { as: 'Marc Petit' });
    expect(rejected).toMatchObject({ done: 'iban_rejected', creditor: { iban: SETTINGS.iban } });
  });
});

describe('users', () => {
  test('are added, listed and removed; the last owner stays', async () => {
    await setSettings(desk);
    await desk.run(['user', 'add', 'Marc', '--role', 'collector', '--email', 'marc@lefevre.example']);
    expect(await desk.run(['user', 'add', 'MARC', '--role', 'reader'])).toMatchObject({
      refused: 'user_exists',
    });
    expect((await desk.run(['user', 'list'])).users).toHaveLength(2);
    expect(await desk.run(['user', 'remove', 'Claire Lefèvre'])).toMatchObject({ refused: 'last_owner' });
    expect(await desk.run(['user', 'remove', 'Personne'])).toMatchObject({ refused: 'user_unknown' });
    expect(await desk.run(['user', 'remove', 'Marc'])).toMatchObject({ done: 'user_removed', name: 'Marc' });
    expect(await desk.run(['creditor', 'show'], { as: 'Marc' })).toMatchObject({ refused: 'user_unknown' });
    expect(await desk.run(['user', 'add', 'Zoé', '--role', 'boss'])).toMatchObject({
      refused: 'option_value_unknown',
    });
  });

  test('a collector changes no settings', async () => {
    await setSettings(desk);
    await desk.run(['user', 'add', 'Marc', '--role', 'collector']);
    expect(await setSettings(desk, {}, { as: 'Marc' })).toMatchObject({ refused: 'role_forbidden' });
  });
});

test('two that describe the same new creditor at once make one of it', async () => {
  const path = desk.file('creditor.json', JSON.stringify(SETTINGS));
  const both = await Promise.all([
    desk.run(['creditor', 'set', path]),
    desk.run(['creditor', 'set', path]),
    desk.run(['creditor', 'set', path]),
  ]);
  expect(both.map(({ done }) => done)).toEqual(['creditor_set', 'creditor_set', 'creditor_set']);
  expect(new Set(both.map(({ id }) => id)).size).toBe(1);
  expect((await desk.run(['creditor', 'list'])).creditors).toHaveLength(1);
});

describe('several creditors', () => {
  test('are told apart by key, name or beginning of id', async () => {
    const first = await setSettings(desk);
    const path = desk.file('second.json', JSON.stringify({ name: 'Garage Nord' }));
    const second = await desk.run(['creditor', 'set', path]);
    expect(await desk.run(['creditor', 'show'])).toMatchObject({ refused: 'creditor_ambiguous' });
    const named = await desk.run(['creditor', 'show'], { creditor: 'garage nord' });
    expect(named.id).toBe(second.id);
    expect((await desk.run(['creditor', 'show'], { creditor: '732829320' })).id).toBe(first.id);
    expect((await desk.run(['creditor', 'show'], { creditor: second.id })).id).toBe(second.id);
    expect(await desk.run(['creditor', 'show'], { creditor: 'autre' })).toMatchObject({
      refused: 'creditor_unknown',
    });
  });

  test('a key that another creditor bears is refused', async () => {
    await setSettings(desk);
    const path = desk.file('second.json', JSON.stringify({ name: 'Garage Nord' }));
    await desk.run(['creditor', 'set', path]);
    const clash = desk.file('clash.json', JSON.stringify({ siren: '732829320' }));
    expect(await desk.run(['creditor', 'set', clash], { creditor: 'Garage Nord' })).toMatchObject({
      refused: 'creditor_key_taken',
    });
  });
});

describe('the signature', () => {
  test('is an image kept in the vault', async () => {
    await setSettings(desk);
    const png = Buffer.from('89504e470d0a1a0a0000', 'hex');
    const done = await desk.run(['creditor', 'signature', desk.file('signature.png', png)]);
    expect(done).toMatchObject({ done: 'signature_set' });
    expect((await desk.run(['creditor', 'show'])).signature).toBe(done.sha256);
    const text = desk.file('signature.txt', 'Claire');
    expect(await desk.run(['creditor', 'signature', text])).toMatchObject({ refused: 'image_unreadable' });
  });
});
