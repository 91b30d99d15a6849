import { toIso } from '../calendar/day.ts';
import { formatLongDay, formatShortDay } from '../calendar/french.ts';
import {
  CLAIM_TYPES,
  type ClaimType,
  LIMITATION_EVENTS,
  type Limitation,
  type LimitationEffect,
  type LimitationEvent,
  type LimitationEventKind,
  limitationOf,
} from '../law/limitation.ts';
import { REGIMES } from '../law/regime.ts';
import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { calculator } from './calculator.ts';
import { columns } from './columns.ts';
import { asChoice, asDay, unlessRefused } from './options.ts';

export const limitation = calculator<Limitation>({
  name: 'limitation',
  usage: `relance limitation --start 2022-03-10 --regime b2b|b2c|nonpro|public
  [--type ${Object.keys(CLAIM_TYPES).join('|')}]
  [--event JOUR=${LIMITATION_EVENTS.filter((kind) => kind !== 'mediation').join('|')}]…
  [--event DÉBUT/FIN=mediation]…`,
  takes: ['start', 'regime', 'type'],
  repeats: ['event'],
  find(given) {
    const read = unlessRefused({
      start: given.day('start'),
      // Asked, never assumed: a consumer's two years taken for five would lose the claim.
      regime: given.choice('regime', REGIMES, 'regime_unknown'),
      type: given.choiceIfAny('type', Object.keys(CLAIM_TYPES) as ClaimType[]),
      events: given.each('event', readEvent),
    });
    return isRefusal(read) ? read : limitationOf(read);
  },
  document: documentOf,
  words: textOf,
});

/** `2025-09-05=acknowledgment` or `2026-10-01/2026-12-15=mediation`. */
function readEvent(value: string): LimitationEvent | Refusal {
  const cut = value.indexOf('=');
  const kind = asChoice(cut < 0 ? '' : value.slice(cut + 1), LIMITATION_EVENTS, 'event');
  if (isRefusal(kind)) return kind;
  const [first = '', last] = value.slice(0, cut).split('/');
  const on = asDay(first, 'event');
  if (isRefusal(on)) return on;
  const to = last === undefined ? null : asDay(last, 'event');
  return isRefusal(to) ? to : { on, kind, to };
}

function documentOf(found: Limitation): unknown {
  return {
    start: toIso(found.start),
    years: found.years,
    lastDay: toIso(found.lastDay),
    events: found.events.map(({ on, to, kind, effect, rule }) => ({
      on: toIso(on),
      ...(to == null ? {} : { to: toIso(to) }),
      kind,
      effect,
      rule,
    })),
    warnings: found.warnings,
  };
}

const KINDS: Readonly<Record<LimitationEventKind, string>> = {
  acknowledgment: 'reconnaissance de la dette',
  claim: 'demande en justice',
  enforcement: 'acte d’exécution ou conservatoire',
  service: 'signification de l’ordonnance',
  mediation: 'médiation ou conciliation',
  reminder: 'relance',
  'formal-notice': 'mise en demeure',
  'payment-order-filed': 'requête en injonction de payer',
};
const EFFECTS: Readonly<Record<LimitationEffect, string>> = {
  restarts: 'le délai repart',
  suspends: 'le délai est suspendu',
  none: 'sans effet',
};

function textOf(found: Limitation): string {
  const years = `${found.years}\u00a0an${found.years > 1 ? 's' : ''}`;
  const parts = [
    `Dernier jour pour agir\u00a0: ${formatLongDay(found.lastDay)} (${years}, ` +
      'jamais reporté au jour ouvrable suivant).',
  ];
  if (found.events.length > 0) {
    parts.push(
      columns(
        found.events.map(({ on, to, kind, effect, rule }) => [
          to == null ? formatShortDay(on) : `${formatShortDay(on)} – ${formatShortDay(to)}`,
          KINDS[kind],
          EFFECTS[effect],
          rule,
        ]),
      ),
    );
  }
  if (found.warnings.length > 0) {
    parts.push(`À noter\n${found.warnings.map(({ message }) => message).join('\n')}`);
  }
  return parts.join('\n\n');
}
