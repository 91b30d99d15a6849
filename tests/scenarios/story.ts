/**
 * A story a clerk can read: who owes what, what happened on which day, what left that day. Lines:
 *
 *   # a comment
 *   creditor approvals=default bankFreshnessDays=3 …          settings that differ from the open ones
 *   debtor DUPONT professionnel email=a@x.fr phone=… since=2020-01-01 address=none …
 *   invoice F-1 DUPONT 1200.00 issued 2026-08-31 due 2026-09-30 [column=value …]
 *   days 2026-09-20 to 2026-12-05                             every day of it is worked, week-ends too
 *   2026-09-25 > pre-due email                                what leaves or is to be done that day, and nothing else
 *   2026-10-01 ! payment add F-1 400.00                       a command typed that day, before the day's work
 *   2026-10-01 ! payment add F-1 9999 => payment_exceeds…     …and refused with this code
 *   2026-10-02 ? F-1 promise_until until 2026-10-13           why nothing leaves for that invoice
 *   outage 2026-10-05 to 2026-10-14                           days on which nobody worked
 *
 * Contacts to approve are approved the same day unless the story says `approve by hand`; letters are posted
 * and registered letters deposited the day they are printed unless it says `post by hand`.
 */
export interface Story {
  readonly creditor: Readonly<Record<string, unknown>>;
  readonly csv: string;
  readonly from: string;
  readonly to: string;
  readonly outages: readonly { readonly from: string; readonly to: string }[];
  readonly commands: readonly {
    readonly on: string;
    readonly line: string;
    readonly refused: string | null;
  }[];
  readonly expected: ReadonlyMap<string, readonly string[]>;
  readonly questions: readonly { readonly on: string; readonly invoice: string; readonly answer: string }[];
  readonly approveByHand: boolean;
  readonly postByHand: boolean;
  /** The day on which the invoices enter, when they do not from the start. */
  readonly enteredOn: string;
  readonly lateStart: string | null;
}

type Draft = {
  creditor: Record<string, unknown>;
  debtors: Map<string, Record<string, string>>;
  invoices: Record<string, string>[];
  from: string;
  to: string;
  outages: { from: string; to: string }[];
  commands: { on: string; line: string; refused: string | null }[];
  expected: Map<string, string[]>;
  questions: { on: string; invoice: string; answer: string }[];
  approveByHand: boolean;
  postByHand: boolean;
  enteredOn: string | null;
  lateStart: string | null;
};

export function readStory(text: string): Story {
  const draft: Draft = {
    creditor: {},
    debtors: new Map(),
    invoices: [],
    from: '',
    to: '',
    outages: [],
    commands: [],
    expected: new Map(),
    questions: [],
    approveByHand: false,
    postByHand: false,
    enteredOn: null,
    lateStart: null,
  };
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.replace(/#.*$/, '').trim();
    if (line === '') continue;
    if (!readLine(draft, line)) throw new Error(`line ${index + 1} is no line of a story: ${raw}`);
  }
  const { debtors, invoices, enteredOn, ...story } = draft;
  return { ...story, enteredOn: enteredOn ?? draft.from, csv: csvOf(debtors, invoices) };
}

function readLine(draft: Draft, line: string): boolean {
  const [first = '', ...rest] = words(line);
  const dated = /^\d{4}-\d{2}-\d{2}$/.test(first);
  if (dated) return readDated(draft, first, line.slice(first.length).trim());
  if (first === 'creditor') Object.assign(draft.creditor, settings(rest));
  else if (first === 'debtor')
    draft.debtors.set(rest[0]!, { type_client: rest[1]!, ...pairs(rest.slice(2)) });
  else if (first === 'invoice') draft.invoices.push(readInvoice(rest));
  else if (first === 'days') Object.assign(draft, { from: rest[0], to: rest[2] });
  else if (first === 'outage') draft.outages.push({ from: rest[0]!, to: rest[2]! });
  else if (line === 'approve by hand') draft.approveByHand = true;
  else if (line === 'post by hand') draft.postByHand = true;
  else if (first === 'entered') Object.assign(draft, { enteredOn: rest[0], lateStart: rest[1] ?? null });
  else return false;
  return true;
}

function readDated(draft: Draft, on: string, said: string): boolean {
  const [mark, ...rest] = said.split(' ');
  const what = rest.join(' ').trim();
  if (mark === '>') draft.expected.set(on, [...(draft.expected.get(on) ?? []), what]);
  else if (mark === '!') {
    const [line = '', refused] = what.split('=>').map((part) => part.trim());
    draft.commands.push({ on, line, refused: refused ?? null });
  } else if (mark === '?') {
    const [invoice = '', ...answer] = what.split(' ');
    draft.questions.push({ on, invoice, answer: answer.join(' ').trim() });
  } else return false;
  return true;
}

function readInvoice([number = '', debtor = '', amount = '', , issued = '', , due = '', ...more]: string[]) {
  return {
    facture: number,
    debtor,
    montant_ttc: amount,
    date_facture: issued,
    ...(due === 'none' ? {} : { date_echeance: due }),
    libelle: `Prestation ${number}`,
    ...pairs(more),
  };
}

function words(line: string): string[] {
  return [...line.matchAll(/([^\s"=]+=)?"([^"]*)"|(\S+)/g)].map(
    (match) => match[3] ?? `${match[1] ?? ''}${match[2]}`,
  );
}

function pairs(list: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    list.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

function settings(list: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(pairs(list)).map(([key, value]) => [key, JSON.parse(jsonOf(value))]),
  );
}

function jsonOf(value: string): string {
  return /^(-?\d+|true|false|null)$/.test(value) ? value : JSON.stringify(value);
}

const COLUMNS: Readonly<Record<string, string>> = {
  phone: 'telephone',
  since: 'client_depuis',
  language: 'langue',
};

function csvOf(
  debtors: ReadonlyMap<string, Record<string, string>>,
  invoices: readonly Record<string, string>[],
): string {
  const rows = invoices.map(({ debtor = '', ...invoice }) => {
    const said = debtors.get(debtor);
    if (!said) throw new Error(`invoice of an unknown debtor: ${debtor}`);
    const { address, ...known } = said;
    const place =
      address === 'none' ? {} : { adresse: '3 rue des Acacias', code_postal: '06000', ville: 'Nice' };
    const renamed = Object.fromEntries(
      Object.entries(known).map(([key, value]) => [COLUMNS[key] ?? key, value]),
    );
    return { code_client: debtor, client: `Société ${debtor}`, ...place, ...renamed, ...invoice } as Record<
      string,
      string
    >;
  });
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: string) => (/[;"\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = rows.map((row) => header.map((column) => cell(row[column] ?? '')).join(';'));
  return `${[header.join(';'), ...lines].join('\n')}\n`;
}
