import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readMailbox } from '../../src/courier/test-mailbox.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';
import { seedDebtor, seedInvoice } from '../harness/seed.ts';
import { readPdf } from './read-pdf.ts';

let desk: Desk;

beforeEach(async () => {
  desk = await openDesk('2026-10-07');
  await desk.done(`creditor set ${desk.file('creditor.json', creditorFile())}`);
  await seedInvoice(desk, await seedDebtor(desk));
});

afterEach(async () => {
  await desk.database.close();
});

const OURS =
  'Objet : Petit mot sur {{ factures.objet }}\n\n{{ salutation }}, il reste {{ montant | gras }}.\n\n{% bloc paiement %}\n';
const folded = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

async function madeWith(): Promise<readonly unknown[]> {
  const rows = await desk.database.asOwner(
    async (tx) => await tx.selectFrom('letters').select('made_with').orderBy('id').execute(),
  );
  return rows.map((row) => (row.made_with as { readonly wording: string }).wording);
}

describe('a text of the creditor', () => {
  test('is listed, shown, put in force, and taken back, its versions kept', async () => {
    const { wordings } = await desk.done('wording list');
    expect(wordings).toContainEqual({
      wording: 'fr/contact.b2b',
      version: null,
      changedOn: null,
      changedBy: null,
    });
    const shipped = (await desk.done('wording show contact.b2b')).text;
    const file = desk.file('own.liquid', OURS);
    expect(await desk.done(`wording set contact.b2b ${file}`)).toEqual({
      done: 'wording_set',
      id: 'fr/contact.b2b',
      version: 1,
    });
    expect((await desk.done(`wording set contact.b2b ${file}`)).done).toBe('wording_unchanged');
    expect(await desk.done('wording show fr/contact.b2b')).toEqual({
      wording: 'fr/contact.b2b',
      version: 1,
      changedOn: '2026-10-07',
      changedBy: 'Claire Lefèvre',
      text: OURS,
    });
    expect((await desk.done('wording reset contact.b2b')).done).toBe('wording_reset');
    expect((await desk.done('wording reset contact.b2b')).done).toBe('wording_unchanged');
    expect(await desk.done('wording show contact.b2b')).toMatchObject({ version: null, text: shipped });
    expect((await desk.done(`wording set contact.b2b ${file}`)).version).toBe(3);
    expect((await desk.done('verify')).valid).toBe(true);
  });

  test('is what leaves from then on, and the letter names it; the journal has no word of it', async () => {
    await desk.done('run');
    await seedInvoice(desk, await seedDebtor(desk, { key: 'C002' }), { number: 'F-2' });
    await desk.done(`wording set contact.b2b ${desk.file('own.liquid', OURS)}`);
    await desk.done('run');
    const subjects = (await desk.mails()).map(({ subject }) => folded(subject)).sort();
    expect(subjects).toHaveLength(2);
    expect(subjects).toContain('Petit mot sur Facture F-2');
    expect(await madeWith()).toEqual(['shipped', 'fr/contact.b2b:1']);
    const payloads = await desk.database.asOwner(
      async (tx) =>
        await tx.selectFrom('journal_events').select('payload').where('type', '=', 'wording.set').execute(),
    );
    expect(payloads).toHaveLength(1);
    expect(JSON.stringify(payloads)).not.toContain('Petit mot');
  });

  test('is tried on a real invoice before it is put in force', async () => {
    const file = desk.file('own.liquid', OURS);
    const tried = await desk.done(`wording preview contact.b2b ${file} --debtor C001`);
    expect(folded(tried.subject)).toBe('Petit mot sur Facture F-1');
    expect(folded(tried.text)).toContain('il reste 1 200,00 €');
    expect((await desk.done('wording show contact.b2b')).version).toBeNull();
    const ours = await desk.done('wording preview contact.b2b --debtor C001');
    expect(ours.subject).not.toBe(tried.subject);
  });

  test('each text can be tried on a debtor who would read it', async () => {
    await seedInvoice(desk, await seedDebtor(desk, { key: 'C002', regime: 'b2c' }), { number: 'F-2' });
    await seedInvoice(desk, await seedDebtor(desk, { key: 'C003', regime: 'public' }), { number: 'F-3' });
    const { wordings } = await desk.done('wording list');
    for (const { wording } of wordings as readonly { readonly wording: string }[]) {
      const key = wording.endsWith('.b2c') ? 'C002' : wording.endsWith('.public') ? 'C003' : 'C001';
      const { text } = await desk.done(`wording preview ${wording} --debtor ${key}`);
      expect(text.length, wording).toBeGreaterThan(100);
    }
    const plan = await desk.done('wording preview pre-due-plan --debtor C001');
    expect(folded(plan.text)).toContain('lundi 12 octobre 2026 : 1 200,00 €');
    const notice = await desk.done('wording preview formal-notice.b2b --debtor C001');
    expect(notice.text).toMatch(/mettons en demeure|mise en demeure/i);
  });

  test('of the statement is that of the statement beside a reminder too, and the message names it', async () => {
    await desk.done('creditor set ' + desk.file('ask.json', JSON.stringify({ approvals: 'all' })));
    const own =
      'Objet : Votre compte chez nous\n\n{{ salutation }}, voici où en est votre compte.\n\n{% bloc releve %}\n';
    await desk.done(`wording set statement ${desk.file('releve.liquid', own)}`);
    const [contact] = (await desk.done('run')).actions;
    await desk.done(`approve ${contact.id} --attach statement`);
    await desk.done('run');
    const [mail] = await desk.mails();
    const { files } = (await readMailbox(desk.database.dataFolder, mail!.file))!;
    const { text } = await readPdf(new Uint8Array(files[0]!.content));
    expect(folded(text)).toContain('Votre compte chez nous');
    expect(folded(text)).toContain('voici où en est votre compte');
    expect(await madeWith()).toEqual(['fr/statement:1']);
    const out = `${desk.folder}/releve.pdf`;
    await desk.done(`statement C001 --out ${out}`);
    expect((await readPdf(new Uint8Array(readFileSync(out)))).text).toContain('voici où en est votre compte');
  });

  test('is refused with what is wrong in it, and nothing is kept', async () => {
    const refused = async (line: string, as?: string) =>
      (await desk.say(line, as === undefined ? {} : { as })).refused;
    const bad = desk.file('bad.liquid', 'Objet : x\n\nUn huissier passera.');
    expect(await refused(`wording set contact.b2b ${bad}`)).toBe('wording_forbidden_word');
    expect(await refused(`wording preview contact.b2b ${bad} --debtor C001`)).toBe('wording_forbidden_word');
    const latin = desk.file('latin.liquid', Uint8Array.of(0x4f, 0xe9));
    expect(await refused(`wording set contact.b2b ${latin}`)).toBe('wording_invalid');
    expect(await refused('wording show nothing')).toBe('wording_unknown');
    expect(await refused('wording preview contact.b2c --debtor C001')).toBe('wording_other_debtor');
    await seedDebtor(desk, { key: 'C009' });
    expect(await refused('wording preview contact.b2b --debtor C009')).toBe('nothing_owed');
    await desk.done('user add Paul --role collector');
    const own = desk.file('own.liquid', OURS);
    expect(await refused(`wording set contact.b2b ${own}`, 'Paul')).toBe('role_forbidden');
    expect((await desk.done('wording show contact.b2b')).version).toBeNull();
  });
});
