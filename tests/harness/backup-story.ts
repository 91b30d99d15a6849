/**
 * Some weeks of two small firms, as command lines of the contract: every table of the schema gets rows.
 * Played by a released program, it makes the backup that all later ones must open (tests/fixtures/backups).
 */
export interface StoryDay {
  readonly on: string;
  readonly lines: readonly string[];
}

/** The day on which the questions are asked. */
export const ASKED_ON = '2026-12-03';
/** The day on which who opens the backup goes on working. */
export const WORKED_ON = '2026-12-07';

/** A PDF of one page without a word, which a print batch can take. */
function emptyPage(comment: string): string {
  return [
    '%PDF-1.4',
    '1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj',
    '2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj',
    '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>>>endobj',
    `trailer<</Root 1 0 R>>\n%% ${comment}\n%%EOF\n`,
  ].join('\n');
}

/** Files that the lines name. */
export const STORY_FILES: Readonly<Record<string, string>> = {
  'firm.json': JSON.stringify({
    name: 'Ateliers Lefèvre & Fils',
    legalForm: 'SAS',
    capital: '50000.00',
    siren: '732829320',
    rcs: 'Lyon',
    vatNumber: 'FR44732829320',
    address: { lines: ['12 rue de l’Église'], postcode: '69003', city: 'Lyon', country: 'FR' },
    email: 'compta@lefevre.example',
    phone: '+33465710000',
    iban: 'FR7630006000011234567890189',
    bic: 'AGRIFRPP',
    accountHolder: 'ATELIERS LEFEVRE ET FILS',
    signatory: { name: 'Claire Lefèvre', role: 'Gérante' },
    smtp: null,
    rehearsal: true,
    armed: true,
  }),
  'other-firm.json': JSON.stringify({
    name: 'Menuiserie Faure',
    legalForm: 'EURL',
    siren: '404833048',
    address: { lines: ['3 quai du Port'], postcode: '17000', city: 'La Rochelle', country: 'FR' },
    email: 'contact@faure.example',
    iban: 'FR7630006000011234567890189',
    signatory: { name: 'Paul Faure', role: 'Gérant' },
    smtp: { host: '127.0.0.1', port: 9, secure: false, user: 'faure', password: 'sapin et chêne' },
    bankFreshnessDays: null,
    mailboxCheck: 'off',
    approvals: 'none',
    rehearsal: true,
    armed: false,
  }),
  'new-iban.json': JSON.stringify({
    siren: '732829320',
    iban: 'FR1420041010050500013M02606',
    bic: 'PSSTFRPP',
    accountHolder: 'ATELIERS LEFEVRE ET FILS',
  }),
  'other-armed.json': JSON.stringify({ siren: '404833048', smtp: null, armed: true }),
  'scenario.json': JSON.stringify({
    key: 'atelier',
    steps: [
      { key: 'contact', offset: 2, channel: 'email', approval: 'automatic' },
      { key: 'reminder-1', offset: 12, channel: 'email', approval: 'owner', answerWithin: 8 },
      { key: 'reminder-2', offset: 25, channel: 'letter', approval: 'manager', answerWithin: 8 },
    ],
  }),
  'own.liquid': [
    'Objet : {{ factures.objet }}',
    '',
    '{{ salutation }},',
    '',
    'Notre atelier attend encore votre règlement, au plus tard le {{ date_limite | gras }}.',
    '',
    '{% bloc factures %}',
    '',
    '{% bloc arrete %}',
    '',
    '{% bloc sommes %}',
    '',
    '{% bloc paiement %}',
    '',
    '{% bloc croisement %}',
    '',
    '{% bloc issue %}',
    '',
    '{% bloc donnees %}',
    '',
    '{% bloc a_echoir %}',
    '',
    'Bien cordialement,',
    '',
  ].join('\n'),
  'copy.pdf': emptyPage('copie'),
  'old.pdf': emptyPage('ancienne copie'),
  'customers.csv': [
    'code_client;client;type_client;email;telephone;contact;adresse;code_postal;ville;langue;siren',
    'C01;Hôtel Bellerive;professionnel;compta@bellerive.example;0450000001;Anne Roux;1 quai du Lac;74000;Annecy;fr;',
    'C02;Garage Sans Courriel;professionnel;;;;2 rue du Pont;38000;Grenoble;fr;',
    'C03;Jeanne Martin;particulier;jeanne@martin.example;;;4 rue des Lilas;69006;Lyon;fr;',
    'C04;Club de voile;association;tresorier@voile.example;;;5 rue du Port;17000;La Rochelle;fr;',
    'C05;Commune de Brède;public;compta@brede.example;;;1 place de la Mairie;33650;La Brède;fr;',
    'C06;Harbour Inns Ltd;professionnel;ap@harbour.example;;;7 Quay Road;13002;Marseille;en;',
    'C07;Delmas Conseil;professionnel;luc@delmas.example;;Luc Delmas;8 rue Haute;31000;Toulouse;fr;',
    'C08;Lacaze SARL;professionnel;compta@lacaze.example;;;9 rue Basse;33000;Bordeaux;fr;',
    'C09;Perrault SA;professionnel;compta@perrault.example;;;10 rue Neuve;59000;Lille;fr;',
    'C10;Anémone Fleurs;professionnel;contact@anemone.example;;;11 rue Verte;06000;Nice;fr;',
    'C11;Doutes & Cie;professionnel;compta@doutes.example;;;12 rue Noire;75011;Paris;fr;',
    'C12;Refus SARL;professionnel;compta@refus.example;;;13 rue Rouge;75012;Paris;fr;',
    'C13;Ancien Client;professionnel;compta@ancien.example;;Pierre Vieux;14 rue Vieille;75013;Paris;fr;',
    '',
  ].join('\n'),
  'invoices.csv': [
    'facture;date_facture;date_echeance;montant_ttc;deja_regle;client;code_client;devise;scenario;libelle',
    'F-101;2026-06-15;2026-07-20;840,00;;Hôtel Bellerive;C01;EUR;;Quatre têtes de lit',
    'F-102;2026-07-20;2026-08-31;610,50;110,50;Hôtel Bellerive;C01;EUR;;Deux chevets',
    'F-103;2026-09-01;2026-09-30;320,00;;Garage Sans Courriel;C02;EUR;;',
    'F-104;2026-08-25;2026-09-28;150,00;;Jeanne Martin;C03;EUR;;',
    'F-105;2026-08-01;2026-09-10;90,00;;Club de voile;C04;EUR;;',
    'F-106;2026-10-01;2026-11-05;2400,00;;Commune de Brède;C05;EUR;;',
    'F-107;2026-07-28;2026-08-31;500,00;;Harbour Inns Ltd;C06;USD;atelier;',
    'F-108;2026-08-01;2026-09-01;700,00;;Delmas Conseil;C07;EUR;;',
    'F-109;2026-08-01;2026-09-02;640,00;;Delmas Conseil;C07;EUR;;',
    'F-110;2026-08-02;2026-09-03;860,00;;Lacaze SARL;C08;EUR;;',
    'F-111;2026-08-02;2026-09-04;430,00;;Perrault SA;C09;EUR;;',
    'F-112;2026-08-02;2026-09-04;900,00;;Anémone Fleurs;C10;EUR;;',
    'F-113;2026-08-02;2026-10-04;450,00;;Anémone Fleurs;C10;EUR;;',
    'F-114;2026-09-10;2026-10-15;275,00;;Doutes & Cie;C11;EUR;;',
    'F-115;2026-09-10;2026-10-15;380,00;;Refus SARL;C12;EUR;;',
    'F-116;2014-03-01;2014-04-01;99,00;99,00;Ancien Client;C13;EUR;;',
    'F-117;2026-09-15;2026-10-31;1200,00;;Lacaze SARL;C08;EUR;;',
    'F-117;2026-09-15;2026-11-30;800,00;;Lacaze SARL;C08;EUR;;',
    'A-201;2026-09-01;;-60,00;;Lacaze SARL;C08;EUR;;',
    '',
  ].join('\n'),
  'payments.csv': [
    'date;montant;facture;client;reference;moyen',
    '2026-10-05;150,00;F-104;Jeanne Martin;VIR MARTIN;virement',
    '2026-10-05;77,70;;Inconnu au bataillon;VIR 0099;virement',
    '',
  ].join('\n'),
  'other-invoices.csv': [
    'facture;date_facture;date_echeance;montant_ttc;client;type_client;email',
    'M-1;2026-09-01;2026-10-01;1500,00;Charpentes du Sud;professionnel;compta@charpentes.example',
    'M-2;2026-09-02;2026-11-20;240,00;Paul Menu;particulier;paul@menu.example',
    '',
  ].join('\n'),
};

const KNOWN = ['confirm bank', 'confirm mailbox'];
const WORK = [...KNOWN, 'run', 'approve --all', 'run', 'post'];

/**
 * Lines for the first firm unless they begin with `other:`. `post` records every batch as posted, `deposit`
 * and `present` the registered letters; `{any:C01}` is what the last run answered about that debtor, `{id:…}`
 * the id of the last answer of that `done`; `server take-and-close|refuse|off` plays the far mail server.
 */
export const STORY: readonly StoryDay[] = [
  {
    on: '2026-09-07',
    lines: [
      'creditor set firm.json',
      'user add "Marc Petit" --role manager --email marc@lefevre.example',
      'user add "Zoé Lin" --role collector',
      'wording set reminder-1.b2b own.liquid',
      'scenario set scenario.json',
      'import customers.csv',
      'import invoices.csv',
      'release --late-start at-age',
      'attach F-101 copy.pdf',
      'attach F-116 old.pdf',
      'debtor set C01 --strategic yes --salesperson "Zoé Lin"',
      'debtor set SEUL --name "Jean Seul" --email jean@seul.example',
      'erase C13',
      'hold F-111 --until 2026-10-30 --reason "travaux"',
      'dispute F-110 --amount 100.00 --reason "rayures"',
      ...WORK,
    ],
  },
  {
    on: '2026-09-21',
    lines: [
      'promise F-108 --date 2026-10-12 --amount 300.00 --by "Luc Delmas"',
      'notice promise {id:promise_recorded}',
      'payment add F-109 700.00 --means virement --reference "VIR DELMAS"',
      'plan-payments F-112 F-113 --date 2026-10-23=450.00 --date 2026-11-12=450.00 --date 2026-12-08=450.00',
      ...WORK,
    ],
  },
  {
    on: '2026-10-19',
    lines: [
      'import payments.csv --as payments',
      'invoice credit F-108 40.00 --number A-202 --description "geste"',
      'payment add F-106 100.00 --means chèque',
      'payment reverse {id:payment_added} --reason "chèque impayé"',
      'call C01 --outcome voicemail',
      'server take-and-close',
      ...KNOWN,
      'run',
      'resolve {any:C12} --as not-sent',
      'skip {any:C04} --reason "vu au club"',
      'server off',
      ...WORK,
    ],
  },
  {
    on: '2026-11-09',
    lines: [
      'payment add F-112 450.00',
      'debtor set C09 --insolvency 2026-11-06',
      'invoice set F-106 --received 2026-10-02 --chorus CHORUS-9',
      'server refuse',
      ...KNOWN,
      'run',
      'approve {any:C12}',
      'run',
      'server off',
      'approve {any:C01}',
      'approve {any:C01} --as "Marc Petit"',
      'run',
      'post',
      'deposit 2026-11-09 copy.pdf',
    ],
  },
  {
    on: ASKED_ON,
    lines: [
      'present 2026-11-12',
      'creditor set new-iban.json',
      'creditor set other-firm.json',
      'other:import other-invoices.csv',
      'other:release',
      'creditor set other-armed.json',
      'other:run',
      'creditor set other-firm.json',
      'rates set 2027-S1 --ecb 2.15 --legal-professional 2.60 --legal-individual 6.50 --source "Journal d’essai"',
      ...KNOWN,
      'run',
      'verify',
    ],
  },
];
