import { createReadStream } from 'node:fs';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { parse } from 'csv-parse';
import pg from 'pg';
import { from } from 'pg-copy-streams';

/**
 * The bare way of bringing a sound list of invoices into the tables of the product: csv-parse as a stream,
 * COPY into a temporary table, then one INSERT … SELECT per table, in one transaction, as a superuser. Same
 * tables, keys, foreign keys and indexes; nothing is checked, compared, hashed or told to the journal. It
 * trusts the titles and the form of the file, which ours finds out. Answers the lines.
 */
export async function copyCsv(path: string, config: pg.ClientConfig, creditorId: string): Promise<number> {
  const client = new pg.Client(config);
  await client.connect();
  try {
    await client.query(`begin; set local datestyle = 'ISO, DMY'; ${INCOMING}`);
    const copy = client.query(from('copy incoming from stdin'));
    await pipeline(createReadStream(path), parse({ delimiter: ';', from: 2 }), copyText(), copy);
    await client.query(DEBTORS, [creditorId]);
    await client.query(CONTACTS, [creditorId]);
    await client.query(INVOICES, [creditorId]);
    await client.query(INSTALMENTS, [creditorId]);
    await client.query('commit');
    return copy.rowCount;
  } finally {
    await client.end();
  }
}

/** Rows as COPY reads them; the amounts of French files have a comma. */
function copyText(): Transform {
  let text = '';
  return new Transform({
    writableObjectMode: true,
    transform(cells: string[], _encoding, done) {
      cells[14] = cells[14]!.replace(',', '');
      text += `${cells.join('\t')}\n`;
      if (text.length < 65_536) return done();
      const ready = text;
      text = '';
      done(null, ready);
    },
    flush(done) {
      done(null, text);
    },
  });
}

const INCOMING = `
  create temp table incoming (
    number text, issued_on date, due_on date, code text, name text, type text, siren text, email text,
    phone text, address text, postcode text, city text, description text, order_reference text,
    amount_cents bigint, currency text) on commit drop`;

const DEBTORS = `
  insert into debtors (creditor_id, id, key, name, regime, siren, address, entered_on)
  select distinct on (code) $1::uuid, uuidv7(), code, name, 'b2b', siren,
    jsonb_build_object('lines', jsonb_build_array(address), 'postcode', postcode, 'city', city),
    date '2026-11-23'
  from incoming order by code`;

const CONTACTS = `
  insert into debtor_contacts (creditor_id, id, debtor_id, role, email, phone, source)
  select distinct on (debtors.id) $1::uuid, uuidv7(), debtors.id, 'accounts', email, phone, 'import'
  from incoming join debtors on debtors.creditor_id = $1 and debtors.key = incoming.code order by debtors.id`;

const INVOICES = `
  insert into invoices (creditor_id, id, debtor_id, number, issued_on, amount_cents, currency, description,
    order_reference, entered_on)
  select $1::uuid, uuidv7(), debtors.id, number, issued_on, amount_cents, currency, description,
    order_reference, date '2026-11-23'
  from incoming join debtors on debtors.creditor_id = $1 and debtors.key = incoming.code`;

const INSTALMENTS = `
  insert into instalments (creditor_id, id, debtor_id, invoice_id, position, due_on, amount_cents)
  select $1::uuid, uuidv7(), invoices.debtor_id, invoices.id, 1, due_on, invoices.amount_cents
  from incoming join invoices on invoices.creditor_id = $1 and invoices.number = incoming.number`;
