import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listCreditors } from '../../src/creditors/creditor-names.db.ts';
import { fixedClock } from '../../src/platform/clock.ts';
import { newId } from '../../src/platform/ids.ts';
import { buildServer } from '../../src/server.ts';
import { creditorFile, type Desk, openDesk } from '../harness/desk.ts';

const HOST = 'localhost:3000';
/** Names as a file of somebody else may hold them: markup, a template, marks that turn the text around. */
const SCRIPT = '<script>alert(1)</script>';
const TEMPLATE = '{{7*7}} & Fils';
const TURNED = 'Facture\u202egnp.exe';
const QUOTED = '"><img src=x onerror=alert(1)>';

describe('the pages over a data folder', () => {
  let desk: Desk;
  let app: FastifyInstance;
  const complaints: string[] = [];

  beforeAll(async () => {
    desk = await openDesk('2026-11-23');
    const { database } = desk;
    app = buildServer({
      database,
      dataFolder: database.dataFolder,
      creditorId: async () => (await listCreditors(database))[0]?.id ?? null,
      on: null,
      clock: fixedClock('2026-11-23T08:00:00Z'),
      newId,
      prefix: 'npm run relance --',
      say: (line) => void complaints.push(line),
    });
  });
  afterAll(async () => {
    await app.close();
    await desk.database.close();
  });

  const get = async (url: string, headers: Record<string, string> = {}) =>
    await app.inject({ method: 'GET', url, headers: { host: HOST, ...headers } });

  const bring = async () => {
    const header =
      'facture;date_facture;date_echeance;montant_ttc;libelle;client;code_client;type_client;email;adresse;code_postal;ville';
    const line = (number: string, due: string, name: string, code: string) =>
      `${number};01/10/2026;${due};500,00;"${SCRIPT}";"${name.replaceAll('"', '""')}";${code};professionnel;c@x.example;1 rue A;69001;Lyon`;
    const rows = [
      line('F-1', '15/11/2026', SCRIPT, 'S'),
      line('F-2', '22/11/2026', TEMPLATE, 'T'),
      line('F-3', '14/11/2026', TURNED, 'U'),
      line('F-4', '20/11/2026', QUOTED, 'Q'),
    ];
    await desk.done(`creditor set ${desk.file('c.json', creditorFile({ name: `Atelier ${SCRIPT}` }))}`);
    await desk.done(`import ${desk.file('f.csv', [header, ...rows].join('\r\n'))}`);
    await desk.done('release');
    await desk.done('run');
  };

  test('say what to do first while there is no creditor', async () => {
    const home = await get('/');
    expect(home.statusCode).toBe(200);
    expect(home.body).toContain('creditor set');
    expect((await get('/clients')).body).toContain('Bienvenue');
  });

  test('are read-only, without script, and nothing stored becomes markup', async () => {
    await bring();
    const mailbox = await get('/courriels');
    const mail = /href="(\/courriels\/[^"]+\.eml)"/.exec(mailbox.body)![1]!;
    const pages = [
      '/',
      '/courriels',
      mail,
      '/courriers',
      '/clients',
      '/clients/fiche?cle=S',
      '/clients/fiche?cle=U',
    ];
    for (const url of [...pages, '/factures/pourquoi?client=S&numero=F-1']) {
      const answer = await get(url);
      expect(answer.statusCode, url).toBe(200);
      expect(answer.headers['content-type'], url).toBe('text/html; charset=utf-8');
      const policy = String(answer.headers['content-security-policy']);
      expect(policy, url).toContain("default-src 'none'");
      expect(policy, url).not.toMatch(/script-src|unsafe/);
      expect(answer.headers['cache-control'], url).toBe('no-store');
      expect(answer.body, url).not.toMatch(/<script|<img|javascript:/i);
      expect(answer.body, url).not.toMatch(/ on\w+="| style="/);
      expect(answer.body, url).not.toMatch(/\p{Bidi_Control}/u);
    }
    const list = (await get('/clients')).body;
    expect(list).toContain('&lt;script&gt;alert(1)&lt;/script&gt;');
    expect(list).toContain('{{7*7}} &amp; Fils');
    expect(list).toContain('Facturegnp.exe');
    expect(list).toContain('&quot;&gt;&lt;img src=x onerror=alert(1)&gt;');
  });

  test('show the day: what left, what waits, with the commands that act', async () => {
    const home = (await get('/')).body;
    expect(home).toContain('À faire aujourd’hui');
    expect(home).toContain('Lundi 23\u00a0novembre\u00a02026');
    expect(home).toContain('500,00\u00a0€');
    expect(home).toContain('npm run relance --');
    const why = (await get('/factures/pourquoi?client=S&numero=F-1')).body;
    expect(why).toContain('Ce qui a été fait');
    const file = (await get('/clients/fiche?cle=T')).body;
    expect(file).toContain('Factures ouvertes');
  });

  test('say on every page that a copy sends nothing until it is adopted', async () => {
    const mark = async (copied: boolean) =>
      await desk.database.asOwner((tx) => sql`update instance set is_copy = ${copied}`.execute(tx));
    expect((await get('/')).body).not.toContain('relance adopt');
    await mark(true);
    expect((await get('/clients')).body).toMatch(/role="status".*Copie d’une autre base.*relance adopt/);
    await mark(false);
  });

  test('show a message in a frame that can run and fetch nothing', async () => {
    const mail = /href="(\/courriels\/[^"]+\.eml)"/.exec((await get('/courriels')).body)![1]!;
    expect((await get(mail)).body).toContain(
      `<iframe sandbox title="Message mis en page" src="${mail}/page">`,
    );
    const framed = await get(`${mail}/page`);
    expect(framed.headers['content-security-policy']).toMatch(
      /^default-src 'none';.*frame-ancestors 'self'; sandbox$/,
    );
    expect(framed.body).not.toContain(SCRIPT);
  });

  test('show a text that waits for a person as it would leave', async () => {
    await desk.done(`creditor set ${desk.file('c.json', JSON.stringify({ approvals: 'all' }))}`);
    const header =
      'facture;date_facture;date_echeance;montant_ttc;libelle;client;code_client;type_client;email';
    const row = `F-9;01/10/2026;15/11/2026;640,00;Pose;${SCRIPT};W;professionnel;w@x.example`;
    await desk.done(`import ${desk.file('g.csv', [header, row].join('\r\n'))}`);
    await desk.done('run');
    const link = /href="(\/apercus\/rem-\w{8}\/email\.pdf)"/.exec((await get('/')).body)![1]!;
    const shown = await get(link);
    expect([shown.statusCode, shown.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(shown.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
    for (const url of [link.replace('email', 'registered'), link.replace(/rem-\w{8}/, 'rem-ZZZZZZZZ')]) {
      expect((await get(url)).statusCode, url).toBe(404);
    }
  });

  test('hand over what is no PDF as a file to save, whatever it says it is', async () => {
    const { dataFolder } = desk.database;
    mkdirSync(join(dataFolder, 'mailbox'), { recursive: true });
    const parts = [
      'From: a@x.example',
      'To: b@x.example',
      'Subject: essai',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=z',
      '',
      '--z',
      'Content-Type: text/plain; charset=utf-8',
      '',
      'Bonjour',
      '--z',
      'Content-Type: application/pdf',
      'Content-Disposition: attachment; filename="../page.html"',
      '',
      SCRIPT,
      '--z--',
      '',
    ];
    const name = '20261123T090000000Z-ABCDEFGH.eml';
    writeFileSync(join(dataFolder, 'mailbox', name), parts.join('\r\n'));
    const piece = await get(`/courriels/${name}/piece/0`);
    expect(piece.statusCode).toBe(200);
    expect(piece.headers['content-type']).toBe('application/octet-stream');
    expect(piece.headers['content-disposition']).toBe('attachment; filename="page.html"');
    expect(piece.headers['content-security-policy']).toContain('sandbox');
    // The short form of a message's id, as the links of a contact give it.
    expect((await get('/courriels/ABCDEFGH')).body).toContain('essai');
  });

  test('answer no to other names, other ways and other places', async () => {
    expect((await get('/', { host: 'attacker.example' })).statusCode).toBe(421);
    expect((await get('/', { host: '127.0.0.1:3000' })).statusCode).toBe(200);
    const post = await app.inject({ method: 'POST', url: '/', headers: { host: HOST }, payload: 'x' });
    expect(post.statusCode).toBe(404);
    const nowhere = [
      ...['/inconnu', '/clients/fiche?cle=ZZZ', '/clients/fiche', '/clients/fiche?cle=S&cle=T'],
      ...['/factures/pourquoi?numero=F-99', '/courriels/..%2f..%2finstance.json', '/courriels/absent.eml'],
      ...['/courriers/pas-un-id.pdf', '/courriers/00000000-0000-7000-8000-000000000000.pdf'],
      ...['/courriers/lots/00000000-0000-7000-8000-000000000000.pdf', '/police/..%2fREADME.md'],
    ];
    for (const url of nowhere) {
      const answer = await get(url);
      expect(answer.statusCode, url).toBe(404);
      expect(answer.body, url).toContain('Introuvable');
    }
    expect((await get('/%ff')).statusCode).toBe(400);
    expect(complaints).toEqual([]);
  });

  test('bring their own style, fonts and picture', async () => {
    const kinds = { '/style.css': 'text/css; charset=utf-8', '/icone.svg': 'image/svg+xml' };
    for (const [url, kind] of Object.entries({
      ...kinds,
      '/police/SourceSans3_400Regular.ttf': 'font/ttf',
    })) {
      const answer = await get(url);
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, kind]);
    }
    const style = (await get('/style.css')).body;
    expect(style).toContain('prefers-color-scheme:dark');
    expect(style).not.toMatch(/url\((?!\/police\/)/);
  });
});
