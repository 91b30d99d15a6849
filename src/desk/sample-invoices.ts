import { addDays, civil, type Day, iso } from '../calendar/day.ts';
import type { Regime } from '../law/regime.ts';
import { type Cents, cents } from '../money/cents.ts';
import type { StepKey } from '../scenarios/steps.ts';
import { SAMPLE_DEBTORS, type SampleDebtor, type SampleDebtorKey } from './sample-debtors.ts';
import { dueDatesFor, workedDays } from './sample-due-dates.ts';

/**
 * When an invoice falls due: so many days from the sample's day, or so that a step is reached on that day.
 */
type Due = { readonly in: number } | { readonly step: StepKey; readonly choice?: number };

interface Sketch {
  readonly debtor: SampleDebtorKey;
  /** Negative for a credit note. */
  readonly amount: number;
  readonly label: string;
  readonly due: Due;
  readonly paid?: number;
  /** Another invoice of the sample that a credit note corrects. */
  readonly corrects?: string;
  readonly method?: 'prélèvement';
  readonly assignedTo?: string;
  readonly order?: string;
  readonly chorus?: { readonly commitment: string; readonly service: string; readonly deposit: string };
  /** Entered in the file on the last day only, though issued long before. */
  readonly enteredLate?: true;
  readonly withoutDueDate?: true;
}

const CHORUS = { commitment: '4500012876', service: 'SERV-TECH' };

/**
 * Forty invoices and a credit note: who owes what, so that every case of the procedure is met. Amounts in
 * cents.
 */
const SKETCHES = {
  valmontBis: sketch('valmont', 18_450_00, 'Agencement du hall d’accueil, lot 2', { step: 'reminder-3-bis' }),
  valmontNext: sketch('valmont', 9_600_00, 'Agencement du hall d’accueil, lot 3', { in: 22 }),
  valmontSoon: sketch('valmont', 7_200_00, 'Mobilier de la salle du conseil', { step: 'pre-due' }),
  valmontAssigned: {
    ...sketch('valmont', 5_400_00, 'Cloisons acoustiques', { in: -12 }),
    assignedTo: 'Factor Rhône',
  },
  valmontPaid: sketch('valmont', 6_120_00, 'Agencement du hall d’accueil, lot 1', { in: -66 }),
  dubreuilCall: sketch('dubreuil', 2_340_00, 'Portes coulissantes sur mesure', { step: 'contact' }),
  dubreuilPaid: sketch('dubreuil', 1_180_00, 'Habillage d’escalier', { in: -38 }),
  dubreuilNext: sketch('dubreuil', 960_00, 'Plinthes et finitions', { in: 14 }),
  marchandContact: sketch('marchand', 684_00, 'Étagères en chêne', { step: 'contact', choice: 1 }),
  marchandSoon: sketch('marchand', 420_00, 'Console d’entrée', { step: 'pre-due' }),
  belleriveDispute: {
    ...sketch('bellerive', 4_860_00, 'Têtes de lit, douze chambres', { step: 'reminder-2' }),
    order: 'BC-2207',
  },
  belleriveNext: sketch('bellerive', 1_290_00, 'Bureau de réception', { in: 9 }),
  benaliReminder: sketch('benali', 349_90, 'Bibliothèque murale', { step: 'reminder-1' }),
  benaliPaid: sketch('benali', 190_00, 'Réparation d’un buffet', { in: -45 }),
  canalReminder: sketch('canal', 780_00, 'Vitrines d’exposition', { step: 'reminder-2' }),
  canalPart: { ...sketch('canal', 640_00, 'Présentoirs', { in: 18 }), paid: 300_00 },
  saintAubinReminder: {
    ...sketch('saintAubin', 11_240_00, 'Mobilier de la médiathèque', { step: 'reminder-3' }),
    chorus: { ...CHORUS, deposit: 'CPP-0048213' },
  },
  saintAubinSoon: {
    ...sketch('saintAubin', 2_380_00, 'Bancs de la salle des fêtes', { step: 'pre-due' }),
    chorus: { ...CHORUS, deposit: 'CPP-0051977' },
  },
  brightwaterReminder: sketch('brightwater', 3_275_00, 'Bespoke oak shelving', { step: 'reminder-3' }),
  brightwaterNext: sketch('brightwater', 1_840_00, 'Reading room tables', { in: 12 }),
  boulangerieReminder: sketch('boulangerie', 512_40, 'Comptoir de vente', { step: 'reminder-1' }),
  boulangerieNext: sketch('boulangerie', 236_00, 'Tablettes de vitrine', { in: 16 }),
  nomadeNotice: sketch('nomade', 1_460_00, 'Établis et rangements', { step: 'formal-notice' }),
  perraultOld: sketch('perrault', 6_930_00, 'Façades de cuisine, série A', { in: -33 }),
  perraultNew: sketch('perrault', 1_210_00, 'Façades de cuisine, série B', { in: -5 }),
  lilasWaiting: {
    ...sketch('lilas', 390_00, 'Entretien trimestriel', { in: -2 }),
    method: 'prélèvement' as const,
  },
  lilasDoubtful: {
    ...sketch('lilas', 455_00, 'Banque d’accueil, réglage', { in: -10 }),
    method: 'prélèvement' as const,
  },
  delmasPromise: sketch('delmas', 2_150_00, 'Meubles à plans', { in: -17 }),
  anemoneFirst: sketch('anemone', 1_800_00, 'Agencement de boutique', { in: -46 }),
  anemoneSecond: sketch('anemone', 900_00, 'Comptoir et caisse', { in: -31 }),
  lacazeCredited: sketch('lacaze', 540_00, 'Tiroirs de comptoir', { in: -20 }),
  lacazeCreditNote: {
    ...sketch('lacaze', -120_00, 'Avoir : deux tiroirs rendus', { in: -14 }),
    corrects: 'lacazeCredited',
  },
  lacazeOverpaid: sketch('lacaze', 600_00, 'Rayonnages de réserve', { in: -29 }),
  lacazeSmall: sketch('lacaze', 95_00, 'Pose de tablettes', { in: -9 }),
  pinsonNotice: sketch('pinson', 5_320_00, 'Dressings, immeuble A', { step: 'formal-notice' }),
  pinsonNoticeToo: sketch('pinson', 1_870_00, 'Dressings, immeuble B', { step: 'formal-notice', choice: 1 }),
  costaRoute: sketch('costa', 8_640_00, 'Aménagement de l’atelier', { step: 'route' }),
  costaNew: sketch('costa', 1_050_00, 'Casiers et vestiaires', { in: -6 }),
  morelLate: { ...sketch('morel', 1_975_00, 'Comptoir d’atelier', { in: -24 }), enteredLate: true as const },
  pinsUntyped: sketch('pins', 730_00, 'Tables de terrasse', { in: -8 }),
  pinsUndated: {
    ...sketch('pins', 265_00, 'Panneau d’accueil', { in: -4 }),
    withoutDueDate: true as const,
  },
} satisfies Record<string, Sketch>;

export type SampleInvoiceKey = keyof typeof SKETCHES;

function sketch(debtor: SampleDebtorKey, amount: number, label: string, due: Due): Sketch {
  return { debtor, amount, label, due };
}

/** An invoice of the sample with its dates. */
export interface SampleInvoice {
  readonly key: SampleInvoiceKey;
  readonly number: string;
  readonly debtor: SampleDebtor;
  readonly amount: Cents;
  readonly label: string;
  readonly issuedOn: Day;
  /** Null where the sample's file forgot it. */
  readonly dueOn: Day | null;
  readonly paid: Cents;
  readonly correctsNumber: string | null;
  readonly method: string;
  readonly assignedTo: string | null;
  readonly order: string | null;
  readonly chorus: { readonly commitment: string; readonly service: string; readonly deposit: string } | null;
  /** The first worked day on which the firm's own file holds it. */
  readonly enteredOn: Day;
}

export interface SampleBooks {
  readonly days: readonly Day[];
  /** By date of issue, as their numbers run. */
  readonly invoices: readonly SampleInvoice[];
}

/** Days from issue to due date, as most of the trade agrees. */
const TERMS = 30;

/**
 * The invoices of the sample company, dated so that on `on`, a business day, every step of the procedure
 * shows.
 */
export function sampleBooks(on: Day): SampleBooks {
  const after = tryBooks(workedDays(on, 'after'));
  if (after.whole) return after.books;
  const before = tryBooks(workedDays(on, 'before'));
  return before.whole ? before.books : after.books;
}

function tryBooks(days: readonly Day[]): { readonly whole: boolean; readonly books: SampleBooks } {
  const on = days.at(-1)!;
  const search = finder(days);
  let whole = true;
  const dated = (Object.entries(SKETCHES) as [SampleInvoiceKey, Sketch][]).map(([key, one]) => {
    const found = 'step' in one.due ? search(one.due.step, one.debtor, one.due.choice ?? 0) : null;
    if ('step' in one.due && found === null) whole = false;
    const dueOn = 'in' in one.due ? addDays(on, one.due.in) : (found ?? on);
    return { key, one, dueOn, issuedOn: one.amount < 0 ? dueOn : addDays(dueOn, -TERMS) };
  });
  dated.sort((a, b) => a.issuedOn - b.issuedOn || (a.key < b.key ? -1 : 1));
  const numbers = new Map(
    dated.map(({ key, one, issuedOn }, index) => [key, numberOf(one, issuedOn, index)]),
  );
  const invoices = dated.map((line) => invoiceOf(line, numbers, on));
  return { whole, books: { days, invoices } };
}

interface Dated {
  readonly key: SampleInvoiceKey;
  readonly one: Sketch;
  readonly dueOn: Day;
  readonly issuedOn: Day;
}

function invoiceOf(
  { key, one, dueOn, issuedOn }: Dated,
  numbers: ReadonlyMap<string, string>,
  on: Day,
): SampleInvoice {
  return {
    key,
    number: numbers.get(key)!,
    debtor: SAMPLE_DEBTORS[one.debtor],
    amount: cents(one.amount),
    label: one.label,
    issuedOn,
    dueOn: one.withoutDueDate ? null : dueOn,
    paid: cents(one.paid ?? 0),
    correctsNumber: one.corrects === undefined ? null : numbers.get(one.corrects)!,
    method: one.method ?? 'virement',
    assignedTo: one.assignedTo ?? null,
    order: one.order ?? null,
    chorus: one.chorus ?? null,
    enteredOn: one.enteredLate ? on : issuedOn,
  };
}

function numberOf(one: Sketch, issuedOn: Day, index: number): string {
  return `${one.amount < 0 ? 'A' : 'F'}-${civil(issuedOn).year}-${String(101 + index)}`;
}

const REGIMES: Readonly<Record<string, Regime>> = {
  professionnel: 'b2b',
  particulier: 'b2c',
  association: 'nonpro',
  public: 'public',
};

/** The search for due dates, made once for each kind of debtor and step. */
function finder(days: readonly Day[]): (step: StepKey, key: SampleDebtorKey, choice: number) => Day | null {
  const known = new Map<string, readonly Day[]>();
  return (step, key, choice) => {
    const debtor: SampleDebtor = SAMPLE_DEBTORS[key];
    const kind = {
      regime: REGIMES[debtor.kind ?? 'professionnel']!,
      emails: debtor.email !== undefined,
      customerSince: debtor.since === undefined ? null : iso(debtor.since),
    };
    const name = JSON.stringify([step, kind]);
    const dates = known.get(name) ?? dueDatesFor(step, kind, days);
    known.set(name, dates);
    return dates[choice] ?? dates.at(-1) ?? null;
  };
}
