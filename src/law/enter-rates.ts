import { formatDay } from '../calendar/french.ts';
import { type Semester, startOf } from '../calendar/semester.ts';
import { type BasisPoints, formatRate } from '../money/rate.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { EnteredRates, Statement } from './entered-rates.ts';
import { B2B_SINCE, enteredRates, type SemesterRates, shippedRates } from './rates.ts';
import { entryOpensOn, RATE_FIGURES, type RateFigure } from './rates-to-enter.ts';

/** The figures that a person gives; null: not said. */
export interface GivenRates {
  readonly ecb: BasisPoints | null;
  readonly individual: BasisPoints | null;
  readonly others: BasisPoints | null;
}

/**
 * The known entries with what a person says of a semester, `statement.on` being today. Refusals:
 * `semester_invalid` (before 2009, or more than a month ahead), `option_missing` (no figure, or half of a
 * legal rate), `rate_invalid` (the categories of the legal rate taken for each other), `rate_shipped`.
 */
export function enterRates(
  known: readonly EnteredRates[],
  semester: Semester,
  given: GivenRates,
  statement: Statement,
): readonly EnteredRates[] | Refusal {
  const before = known.find((one) => one.semester === semester) ?? { semester, ecb: null, legal: null };
  const untimely = refuseSemester(semester, statement);
  if (untimely) return untimely;
  const legal = legalOf(given, before, statement);
  if (isRefusal(legal)) return legal;
  const ecb = given.ecb === null ? null : { ...statement, rate: given.ecb };
  if (ecb === null && legal === null) {
    const message = 'Donnez au moins un taux\u00a0: --ecb, ou --legal-professional et --legal-individual.';
    return refuse('option_missing', message, { option: 'ecb' });
  }
  const after = { semester, ecb: ecb ?? before.ecb, legal: legal ?? before.legal };
  const shipped = shippedRates(startOf(semester));
  const settled = RATE_FIGURES.find(
    (figure) => ({ ecb, legal })[figure] !== null && isSettled(figure, shipped, before, after),
  );
  if (settled) return refuseShipped(settled, semester, shipped);
  return [...known.filter((one) => one !== before), after];
}

function refuseSemester(semester: Semester, { on }: Statement): Refusal | null {
  const details = { semester };
  if (startOf(semester) < B2B_SINCE) {
    const message = 'Les taux d’avant 2009 ne se saisissent pas\u00a0: aucune pénalité ne s’y calcule.';
    return refuse('semester_invalid', message, details);
  }
  const opensOn = entryOpensOn(semester);
  if (on >= opensOn) return null;
  const message =
    `Les taux de ${semester} ne sont pas encore publiés\u00a0: ` +
    `ils se saisissent à partir du ${formatDay(opensOn)}. Vérifiez l’année.`;
  return refuse('semester_invalid', message, details);
}

/**
 * Both categories as they would stand: the same order fixes them, and a mistake in one may be corrected
 * alone.
 */
function legalOf(
  given: GivenRates,
  { legal: before }: EnteredRates,
  statement: Statement,
): EnteredRates['legal'] | Refusal {
  if (given.individual === null && given.others === null) return null;
  const individual = given.individual ?? before?.individual ?? null;
  const others = given.others ?? before?.others ?? null;
  if (individual === null || others === null) {
    const option = individual === null ? 'legal-individual' : 'legal-professional';
    const message = `Il manque l’option --${option}\u00a0: le même arrêté fixe les deux taux légaux.`;
    return refuse('option_missing', message, { option });
  }
  if (individual >= others) return { ...statement, individual, others };
  const message =
    `Le taux légal des particuliers (${formatRate(individual)}) serait inférieur à celui des professionnels ` +
    `(${formatRate(others)})\u00a0: les deux chiffres semblent échangés, relisez l’arrêté.`;
  return refuse('rate_invalid', message, { option: 'legal-individual' });
}

/** The table has the figure, and what is said is not an older entry brought in line with it. */
function isSettled(
  figure: RateFigure,
  shipped: SemesterRates,
  before: EnteredRates,
  after: EnteredRates,
): boolean {
  const known = figuresText(shipped)[figure];
  if (known === null) return false;
  return before[figure] === null || figuresText(after)[figure] !== known;
}

function refuseShipped(figure: RateFigure, semester: Semester, shipped: SemesterRates): Refusal {
  const message =
    `${FIGURE_NAMES[figure]} de ${semester} est déjà dans la table de Relance, ${figuresText(shipped)[figure]}\u00a0: ` +
    'elle fait foi, il n’y a rien à saisir.';
  return refuse('rate_shipped', message, { semester, figure });
}

/** With a capital: sentences begin with them. */
export const FIGURE_NAMES: Readonly<Record<RateFigure, string>> = {
  ecb: 'Le taux de la BCE',
  legal: 'Le taux légal',
};

/** `2,65 %`; the legal rate as « 2,75 % (professionnels) et 6,84 % (particuliers) »; null when not known. */
function figuresText({
  ecb,
  legal,
}: Pick<EnteredRates | SemesterRates, 'ecb' | 'legal'>): Readonly<Record<RateFigure, string | null>> {
  return {
    ecb: ecb && formatRate(ecb.rate),
    legal:
      legal &&
      `${formatRate(legal.others)} (professionnels) et ${formatRate(legal.individual)} (particuliers)`,
  };
}

/** An entered figure that the shipped table, which counts, gives otherwise. */
export interface OutdatedEntry {
  readonly semester: Semester;
  readonly figure: RateFigure;
  readonly entered: string;
  readonly shipped: string;
}

/** The registered figures that the shipped table has since given otherwise. */
export function outdatedEntries(): readonly OutdatedEntry[] {
  return enteredRates().flatMap((one) => {
    const shipped = figuresText(shippedRates(startOf(one.semester)));
    const entered = figuresText(one);
    return RATE_FIGURES.flatMap((figure) => {
      const [said, known] = [entered[figure], shipped[figure]];
      if (said === null || known === null || said === known) return [];
      return [{ semester: one.semester, figure, entered: said, shipped: known }];
    });
  });
}
