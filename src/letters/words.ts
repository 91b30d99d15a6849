import type { Regime } from '../law/regime.ts';
import type { StepKey } from '../scenarios/steps.ts';
import { foldSpaces } from './typography.ts';

/**
 * Words of no text, at any step (L14): they imitate a court or a bailiff, threaten what the law
 * forbids, or insult.
 */
const NEVER: readonly RegExp[] = [
  word('sommations?'),
  word('commandements?'),
  word('dernier avis avant saisie'),
  word('saisie imminente'),
  word('huissiers?'),
  word('plaintes?'),
  word('pénale?s?|pénaux'),
  word('escroqueries?'),
  word('mauvaise foi'),
  word('fichage'),
  word('banque de france'),
  word('nous informerons'),
  word('honte'),
  word('liste noire'),
  word('droit de recours'),
  word('jugements?'),
  word('sous huitaine'),
  word('à compter de la présente'),
  word('premi(ère relance|er rappel)'),
  word('first reminder'),
];

/**
 * The flat indemnity, « 40 € » or « 40,00 € », and not the end of a larger sum such as 1 040,00 € or 340 €.
 */
const FORTY = /(?<!\d)(?<!\d )40(,00)? ?€/u;

const NO_ACCESSORY: readonly RegExp[] = [
  FORTY,
  /441-10/u,
  /D\.? ?441-5/u,
  /forfaitaire/iu,
  /pénalit/iu,
  /frais de (relance|recouvrement|dossier|rejet)/iu,
  /coupure/iu,
  /suspension du service/iu,
];

const BY_REGIME: Readonly<Record<Regime, readonly RegExp[]>> = {
  b2b: [/L\.? ?2192/u],
  b2c: NO_ACCESSORY,
  nonpro: [...NO_ACCESSORY, /consommateur/iu],
  public: [
    /441-10/u,
    word('injonction'),
    word('saisies?'),
    /recouvrement amiable/iu,
    /commissaire de justice/iu,
    /tribunal de commerce/iu,
  ],
};

const BY_STEP: Readonly<Record<StepKey, readonly RegExp[]>> = {
  'pre-due': [word('retards?'), word('impayée?s?'), word('relances?'), /pénalit/iu],
  contact: [word('relances?'), word('impayée?s?'), /pénalit/iu, FORTY],
  'reminder-1': [word('mandataires?'), word('tribuna(l|ux)'), /contentieu/iu, /mises? en demeure/iu],
  'reminder-2': [/mises? en demeure/iu, word('injonction')],
  'reminder-3': [/mettons en demeure/iu, /avocat à votre charge/iu],
  'reminder-3-bis': [/mettons en demeure/iu, /avocat à votre charge/iu],
  'formal-notice': [/ne pas tenir compte/iu, /interrompt la prescription/iu],
  route: [/au plus tard le/iu],
};

/** What a text of this step and regime says and must not; each as it was found, once. */
export function forbiddenWords(text: string, step: StepKey, regime: Regime): readonly string[] {
  const folded = foldSpaces(text);
  const rules = [...NEVER, ...BY_STEP[step], ...BY_REGIME[regime], ...both(step, regime)];
  return [...new Set(rules.flatMap((rule) => rule.exec(folded)?.[0] ?? []))];
}

/** Words forbidden to one kind of debtor at one step. */
function both(step: StepKey, regime: Regime): readonly RegExp[] {
  if (step === 'formal-notice' && regime === 'b2b') return [/sans frais/iu];
  if (step === 'formal-notice' && (regime === 'b2c' || regime === 'nonpro')) return [word('saisies?')];
  if (step === 'pre-due' && regime === 'public') return [/échéance dépassée/iu, /\d ?%/u];
  return [];
}

/** A whole word, whatever its case: « consommation » holds no « sommation ». */
function word(pattern: string): RegExp {
  return new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'iu');
}
