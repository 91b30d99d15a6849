import { addDays, addMonths, addYears, civil, type Day, dayOf, maxDay } from '../calendar/day.ts';
import { formatDay } from '../calendar/french.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Regime } from './regime.ts';
import type { Warning } from './warning.ts';

/** Years of limitation by the debtor's regime. */
const LIMITATION_YEARS: Readonly<Record<Regime, number>> = { b2b: 5, b2c: 2, nonpro: 5, public: 4 };

/** Claims with a duration of their own, whoever the debtor is (a public buyer keeps its four years). */
export const CLAIM_TYPES = {
  transport: { years: 1, basis: 'C. com. art. L133-6', confirmed: true },
  rent: { years: 3, basis: 'loi 89-462 art. 7-1', confirmed: true },
  cheque: { years: 1, basis: 'CMF art. L131-59', confirmed: false },
  telecom: { years: 1, basis: 'Code des postes art. L34-2', confirmed: false },
  insurance: { years: 2, basis: 'C. assur. art. L114-1', confirmed: false },
  lcr: { years: 3, basis: 'C. com. art. L511-78', confirmed: false },
} as const;
export type ClaimType = keyof typeof CLAIM_TYPES;

export const LIMITATION_EVENTS = [
  'acknowledgment',
  'claim',
  'enforcement',
  'service',
  'mediation',
  'reminder',
  'formal-notice',
  'payment-order-filed',
] as const;
export type LimitationEventKind = (typeof LIMITATION_EVENTS)[number];

export interface LimitationEvent {
  readonly on: Day;
  readonly kind: LimitationEventKind;
  /** End of a mediation. */
  readonly to?: Day | null;
}

export interface LimitationInput {
  /** The day the creditor could act: completion of the service or delivery, else the due date. */
  readonly start: Day;
  readonly regime: Regime;
  readonly type?: ClaimType | null;
  readonly events?: readonly LimitationEvent[];
}

export type LimitationEffect = 'restarts' | 'suspends' | 'none';

export interface Limitation {
  readonly start: Day;
  readonly years: number;
  /** Last day to act; the claim is lost the day after. Never carried to a working day. */
  readonly lastDay: Day;
  readonly events: readonly (LimitationEvent & {
    readonly effect: LimitationEffect;
    readonly rule: string;
  })[];
  readonly warnings: readonly Warning[];
}

/** Interrupting acts: C. civ. art. 2240, 2241, 2244; the closed list for private debts. */
const PRIVATE_INTERRUPTIONS: ReadonlySet<LimitationEventKind> = new Set([
  'acknowledgment',
  'claim',
  'enforcement',
  'service',
]);
/**
 * Law 68-1250 art. 2: a written request to the administration suffices; a public body knows no enforcement.
 */
const PUBLIC_INTERRUPTIONS: ReadonlySet<LimitationEventKind> = new Set([
  'acknowledgment',
  'claim',
  'service',
  'reminder',
  'formal-notice',
]);

/**
 * The last day to act on a claim, with the effect of each event (docs/law PRE-01…08). An event outside the
 * time already running has no effect and warns. Refuses `date_order` for a mediation without end or that ends
 * before it begins.
 */
export function limitationOf(input: LimitationInput): Limitation | Refusal {
  const { start, regime } = input;
  const type = regime === 'public' ? null : (input.type ?? null);
  const years = type ? CLAIM_TYPES[type].years : LIMITATION_YEARS[regime];
  const events = [...(input.events ?? [])].sort((a, b) => a.on - b.on);
  const wrong = events.find(({ kind, on, to }) => kind === 'mediation' && (to == null || to < on));
  if (wrong) {
    return refuse(
      'date_order',
      'Une médiation a un début et une fin, dans cet ordre\u00a0: DÉBUT/FIN=mediation.',
      {
        field: 'event',
      },
    );
  }
  const warnings = warningsOfDuration(input, years);
  let lastDay = fullTerm(start, years, regime);
  let suspendedTo = start;
  const judged = events.map((event) => {
    const { effect, rule } = effectOf(event.kind, regime);
    if (event.on > lastDay || (effect !== 'none' && event.on < start)) {
      warnings.push(outsideWarning(event, start));
      return { ...event, effect: 'none' as const, rule };
    }
    if (effect === 'none') return { ...event, effect, rule };
    if (effect === 'suspends') {
      lastDay = suspended(lastDay, maxDay(event.on, suspendedTo), event.to!);
      suspendedTo = maxDay(suspendedTo, event.to);
    } else {
      // Never earlier: an act during a mediation must not take back the time the mediation gave.
      lastDay = maxDay(lastDay, fullTerm(event.on, years, regime));
    }
    return { ...event, effect, rule };
  });
  if (lastDay > addYears(start, 20)) warnings.push(LONG_STOP);
  return { start, years, lastDay, events: judged, warnings };
}

/**
 * Same day of the month `years` later; for a public debtor the 31 December of the fourth year that follows.
 */
function fullTerm(from: Day, years: number, regime: Regime): Day {
  return regime === 'public' ? dayOf(civil(from).year + years, 12, 31) : addYears(from, years);
}

/**
 * What was left when the mediation began runs again at its end, for six months at least (C. civ. art. 2238).
 */
function suspended(lastDay: Day, from: Day, to: Day): Day {
  if (to <= from) return lastDay;
  return maxDay(addMonths(to, 6), addDays(lastDay, to - from));
}

function effectOf(
  kind: LimitationEventKind,
  regime: Regime,
): { readonly effect: LimitationEffect; readonly rule: string } {
  if (kind === 'mediation') return { effect: 'suspends', rule: 'PRE-06' };
  if (regime === 'public') {
    return { effect: PUBLIC_INTERRUPTIONS.has(kind) ? 'restarts' : 'none', rule: 'PRE-08' };
  }
  return PRIVATE_INTERRUPTIONS.has(kind)
    ? { effect: 'restarts', rule: 'PRE-04' }
    : { effect: 'none', rule: 'PRE-05' };
}

function outsideWarning({ on }: LimitationEvent, start: Day): Warning {
  return on < start
    ? {
        code: 'event_before_start',
        message: `L’événement du ${formatDay(on)} précède le point de départ\u00a0: il est sans effet.`,
      }
    : {
        code: 'event_after_limitation',
        message: `L’événement du ${formatDay(on)} suit le dernier jour pour agir\u00a0: il est sans effet.`,
      };
}

const LONG_STOP: Warning = {
  code: 'long_stop',
  message:
    'Le délai ainsi prolongé dépasse vingt ans depuis son départ\u00a0: butoir de l’article 2232 du ' +
    'Code civil, à vérifier.',
};

function warningsOfDuration({ regime, type }: LimitationInput, years: number): Warning[] {
  if (!type) return [];
  const { basis, confirmed } = CLAIM_TYPES[type];
  if (regime === 'public') {
    return [
      {
        code: 'type_ignored',
        message:
          `La prescription quadriennale des personnes publiques est appliquée\u00a0; un délai plus court ` +
          `(${basis}) peut s’y ajouter, à vérifier.`,
      },
    ];
  }
  if (confirmed) return [];
  const message = `Durée de ${years}\u00a0an${years > 1 ? 's' : ''} (${basis})\u00a0: à vérifier.`;
  return [{ code: 'duration_to_verify', message }];
}
