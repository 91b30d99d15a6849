/**
 * A story a clerk can read: who owes what, what happened on which day, what left that day. Lines:
 *
 *   # a comment
 *   creditor approvals=default bankFreshnessDays=3 …          settings that differ from the open ones
 *   user "Paul Martin" manager                                somebody else who works for the creditor
 *   debtor DUPONT professionnel email=a@x.fr phone=… since=2020-01-01 address=none …
 *   invoice F-1 DUPONT 1200.00 issued 2026-08-31 due 2026-09-30 [entered=2026-10-02] [column=value …]
 *   entered 2026-10-20 from-start                             when the invoices enter, their late start
 *   days 2026-09-20 to 2026-12-05                             days worked, week-ends too; repeated when
 *                                                             nobody works for a while
 *   outage 2026-10-05 to 2026-10-14                           nobody worked, though facts happened
 *   each 01 to 20: debtor C* professionnel email=c*@x.fr      the line, once for each number as *
 *   2026-09-25 > pre-due email 1200.00                        what leaves or is to be done, and nothing else
 *   2026-10-01 > LEROY reminder-1 email 90.00 to_confirm (late_entry)
 *   2026-10-08 > reminder-2 email 90.00 for F-1, F-2 reminder-1    every item, its own step if another
 *   2026-10-01 ! payment add F-1 400.00                       a command typed before the day's work
 *   2026-10-01 ! as Paul Martin: approve @reminder-2          … by somebody
 *   2026-10-01 ! payment add F-1 9999 => payment_exceeds…     … and refused with this code, these details
 *   2026-10-01 then approve @reminder-2                       a command typed once the day's work was
 *                                                             seen; the work is then done again
 *   2026-10-02 ? F-1 promise_until until 2026-10-13           why nothing leaves for that invoice
 *   2026-10-09 = F-1 contact 2026-10-01, reminder-1 2026-10-07     the steps done about it so far
 *
 * A line of what leaves begins with the debtor when the story has several. Contacts to approve are approved
 * the same day unless the story says `approve by hand`; letters are posted and registered letters deposited
 * the day they are printed unless it says `post by hand`. `@reminder-2` in a command stands for the last
 * contact of that step (`@reminder-2:DUPONT` for that debtor), `@batch` for the last letters printed,
 * `@promise`, `@payment` … for what the last command of that name made, and `creditor set key=value` for a
 * file with those settings.
 */
export interface Story {
  readonly creditor: Readonly<Record<string, unknown>>;
  readonly users: readonly { readonly name: string; readonly role: string }[];
  /** Files of invoices, by the day on which each is imported. */
  readonly files: ReadonlyMap<string, string>;
  readonly debtors: number;
  /** Days worked, in their order. */
  readonly periods: readonly Period[];
  readonly outages: readonly Period[];
  readonly commands: readonly Command[];
  /** What leaves or is to be done: `2026-10-01 contact email 1200.00`. */
  readonly expected: readonly string[];
  readonly questions: readonly Question[];
  readonly approveByHand: boolean;
  readonly postByHand: boolean;
  readonly lateStart: string | null;
}

interface Period {
  readonly from: string;
  readonly to: string;
}

export interface Command {
  readonly on: string;
  readonly when: 'before' | 'after';
  readonly as: string | null;
  readonly line: string;
  readonly refused: string | null;
}

export interface Question {
  readonly on: string;
  readonly asked: 'why' | 'past';
  readonly invoice: string;
  readonly answer: string;
}

type Cells = Record<string, string>;

type Draft = {
  creditor: Record<string, unknown>;
  users: { name: string; role: string }[];
  debtors: Map<string, Cells>;
  invoices: Cells[];
  periods: Period[];
  outages: Period[];
  commands: Command[];
  expected: string[];
  questions: Question[];
  approveByHand: boolean;
  postByHand: boolean;
  enteredOn: string | null;
  lateStart: string | null;
};

export function readStory(text: string): Story {
  const draft: Draft = {
    creditor: {},
    users: [],
    debtors: new Map(),
    invoices: [],
    periods: [],
    outages: [],
    commands: [],
    expected: [],
    questions: [],
    approveByHand: false,
    postByHand: false,
    enteredOn: null,
    lateStart: null,
  };
  for (const [index, raw] of text.split('\n').entries()) {
    for (const line of repeated(raw.replace(/#.*$/, '').trim())) {
      if (line === '') continue;
      if (!readLine(draft, line)) throw new Error(`line ${index + 1} is no line of a story: ${raw}`);
    }
  }
  const { debtors, invoices, enteredOn, ...story } = draft;
  refuseIdleDays(draft);
  const entered = Map.groupBy(invoices, (one) => one.entered ?? enteredOn ?? draft.periods[0]!.from);
  const files = new Map([...entered].map(([on, rows]) => [on, csvOf(debtors, rows)]));
  return { ...story, debtors: debtors.size, files };
}

/** `each 01 to 20: …` */
function repeated(line: string): readonly string[] {
  const [, from, to, said] = /^each (\d+) to (\d+): (.*)$/.exec(line) ?? [];
  if (from === undefined || to === undefined || said === undefined) return [line];
  const numbers = Array.from({ length: Number(to) - Number(from) + 1 }, (_, index) => Number(from) + index);
  return numbers.map((number) => said.replaceAll('*', String(number).padStart(from.length, '0')));
}

/** A line about a day that the story does not live would never be looked at. */
function refuseIdleDays({ periods, commands, expected, questions }: Draft): void {
  const days = [...commands, ...questions].map(({ on }) => on);
  for (const day of [...days, ...expected.map((line) => line.slice(0, 10))]) {
    if (!periods.some(({ from, to }) => from <= day && day <= to)) {
      throw new Error(`the story does not live ${day}`);
    }
  }
}

function readLine(draft: Draft, line: string): boolean {
  const [first = '', ...rest] = words(line);
  if (/^\d{4}-\d{2}-\d{2}$/.test(first)) return readDated(draft, first, line.slice(first.length).trim());
  if (first === 'creditor') Object.assign(draft.creditor, settings(rest));
  else if (first === 'user') draft.users.push({ name: rest[0]!, role: rest[1]! });
  else if (first === 'debtor')
    draft.debtors.set(rest[0]!, { type_client: rest[1]!, ...pairs(rest.slice(2)) });
  else if (first === 'invoice') draft.invoices.push(readInvoice(rest));
  else if (first === 'days') draft.periods.push({ from: rest[0]!, to: rest[2] ?? rest[0]! });
  else if (first === 'outage') draft.outages.push({ from: rest[0]!, to: rest[2] ?? rest[0]! });
  else if (line === 'approve by hand') draft.approveByHand = true;
  else if (line === 'post by hand') draft.postByHand = true;
  else if (first === 'entered') Object.assign(draft, { enteredOn: rest[0], lateStart: rest[1] ?? null });
  else return false;
  return true;
}

function readDated(draft: Draft, on: string, said: string): boolean {
  const [mark = '', ...rest] = said.split(' ');
  const what = rest.join(' ').trim();
  if (mark === '>') draft.expected.push(`${on} ${what}`);
  else if (mark === '!' || mark === 'then') {
    const [typed = '', refused] = what.split('=>').map((part) => part.trim());
    const [, as = null, line = typed] = /^as ([^:]+): (.*)$/.exec(typed) ?? [];
    draft.commands.push({ on, when: mark === '!' ? 'before' : 'after', as, line, refused: refused ?? null });
  } else if (mark === '?' || mark === '=') {
    const [invoice = '', ...answer] = what.split(' ');
    const asked = mark === '?' ? 'why' : 'past';
    draft.questions.push({ on, asked, invoice, answer: answer.join(' ').trim() });
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

export function words(line: string): string[] {
  return [...line.matchAll(/([^\s"=]+=)?"([^"]*)"|(\S+)/g)].map(
    (match) => match[3] ?? `${match[1] ?? ''}${match[2]}`,
  );
}

function pairs(list: readonly string[]): Cells {
  return Object.fromEntries(
    list.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]),
  );
}

/** `armed=false lateStart=ask` as the settings file has them. */
export function settings(list: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(pairs(list)).map(([key, value]) => [key, JSON.parse(jsonOf(value))]),
  );
}

function jsonOf(value: string): string {
  return /^(-?\d{1,4}|true|false|null|\{.*\})$/.test(value) ? value : JSON.stringify(value);
}

const COLUMNS: Readonly<Record<string, string>> = {
  phone: 'telephone',
  since: 'client_depuis',
  language: 'langue',
};

function csvOf(debtors: ReadonlyMap<string, Cells>, invoices: readonly Cells[]): string {
  const rows = invoices.map(({ debtor = '', entered: _, ...invoice }): Cells => {
    const said = debtors.get(debtor);
    if (!said) throw new Error(`invoice of an unknown debtor: ${debtor}`);
    const { address, ...known } = said;
    const place =
      address === 'none' ? {} : { adresse: '3 rue des Acacias', code_postal: '06000', ville: 'Nice' };
    const renamed = Object.fromEntries(
      Object.entries(known).map(([key, value]) => [COLUMNS[key] ?? key, value]),
    );
    return { code_client: debtor, client: `Société ${debtor}`, ...place, ...renamed, ...invoice };
  });
  const header = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (value: string) => (/[;"\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
  const lines = rows.map((row) => header.map((column) => cell(row[column] ?? '')).join(';'));
  return `${[header.join(';'), ...lines].join('\n')}\n`;
}
