import type { Day } from '../calendar/day.ts';
import { type BasisPoints, basisPoints, formatRate, parseRate } from '../money/rate.ts';
import { contractFloor, ratesOfSemester } from './rates.ts';
import type { Warning } from './warning.ts';

/**
 * The rate a clause fixes: a yearly figure, or one that follows the ECB rate or the legal rate (category «
 * autres »), re-read each semester unless the clause says otherwise.
 */
export type ContractRate =
  | { readonly kind: 'fixed'; readonly rate: BasisPoints }
  | { readonly kind: 'ecb-plus'; readonly points: BasisPoints }
  | { readonly kind: 'legal-times'; readonly times: number };

/** Above this yearly rate a clause invites the judge's attention: a product choice, no text sets a cap. */
const UNUSUAL_RATE = basisPoints(2500);

/** `12.00`, `12,5`, `bce+10` (or `ecb+10`), `3xlegal`; null for anything else. */
export function parseContractRate(text: string): ContractRate | null {
  const plain = text.trim().toLowerCase();
  const margin = /^(?:bce|ecb)\+(.+)$/.exec(plain);
  if (margin) {
    const points = parseRate(margin[1]!);
    return points === null ? null : { kind: 'ecb-plus', points };
  }
  const multiple = /^(\d{1,2})x(?:legal|légal)$/.exec(plain);
  if (multiple) return { kind: 'legal-times', times: Number(multiple[1]) };
  const rate = parseRate(plain);
  return rate === null ? null : { kind: 'fixed', rate };
}

/** The clause's rate in the semester of `on`; null when it follows a figure that is not known. */
export function contractRateOn(contract: ContractRate, on: Day): BasisPoints | null {
  if (contract.kind === 'fixed') return contract.rate;
  const { ecb, legal } = ratesOfSemester(on);
  if (contract.kind === 'ecb-plus') return ecb && basisPoints(ecb.rate + contract.points);
  return legal && basisPoints(legal.others * contract.times);
}

/**
 * What to say of an agreed rate in the semester of `on`: under the floor, floor unknown, or unusually high.
 */
export function contractRateWarnings(rate: BasisPoints, on: Day): readonly Warning[] {
  const rates = ratesOfSemester(on);
  const floor = contractFloor(rates);
  const warnings: Warning[] = [];
  if (floor === null) {
    warnings.push({
      code: 'floor_unknown',
      message: `Plancher du ${rates.semester} inconnu\u00a0: le taux convenu n’a pas pu lui être comparé.`,
    });
  } else if (rate < floor) {
    warnings.push({
      code: 'rate_below_floor',
      message:
        `Le taux convenu de ${formatRate(rate)} est inférieur au plancher du ${rates.semester}, ` +
        `${formatRate(floor)} (trois fois le taux légal)\u00a0: il est appliqué tel quel, à faire vérifier.`,
    });
  }
  if (rate > UNUSUAL_RATE) {
    warnings.push({
      code: 'rate_unusual',
      message: `Un taux de ${formatRate(rate)} dépasse 25\u00a0% l’an\u00a0: un juge peut le contester.`,
    });
  }
  return warnings;
}
