import type { Regime } from '../law/regime.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { exampleFacts } from './example-facts.ts';
import { figuresOf } from './figures.ts';
import { fillText } from './fill-text.ts';
import { reviewWording } from './review-wording.ts';
import { letterScope } from './variables.ts';
import { BLOCS, unknownNames } from './wording.ts';
import type { WordingKey } from './wording-key.ts';

const SHARED_BLOCS = ['issue', 'croisement', 'donnees', 'arrete'];
const NOTICE_BLOCS: Readonly<Record<string, readonly string[]>> = {
  promise: ['paiement'],
  receipt: ['affectation'],
  statement: ['releve', 'paiement'],
};

/**
 * Whether a text may take the place of ours: its tags can be read, each variable and block exists where it
 * stands, it holds no word that its readers must not read, and it can be filled. Refuses
 * `wording_variable_unknown`, `wording_invalid` and `wording_forbidden_word`.
 */
export function reviewText(key: WordingKey, source: string): Refusal | null {
  const facts = exampleFacts(key.step, regimeOf(key), key.language, key.name === 'pre-due-plan');
  const figures = figuresOf(facts.letter);
  if (isRefusal(figures)) throw new Error('the example has nothing to pay');
  const scope = letterScope(facts.letter, figures, null, 'courriel');
  const strange = namedBlocs(source).filter((bloc) => !blocsOf(key).includes(bloc));
  const refused =
    (key.kind === 'notice' ? null : reviewWording(key.key, source, scope)) ??
    (strange.length > 0 ? unknownNames(strange) : null) ??
    requiredMissing(key, source);
  if (refused) return refused;
  const filled = fillText(key, facts, new Map([[key.key, source]]));
  if (isRefusal(filled)) return filled;
  if (key.kind === 'notice') return reviewWording(key.key, source, null);
  return filled.subject === '' ? withoutSubject(key) : null;
}

function regimeOf({ regime }: WordingKey): Regime {
  return regime ?? 'b2b';
}

function namedBlocs(source: string): readonly string[] {
  return [...source.matchAll(/\{%-?\s*bloc\s+([^\s%]*)/g)].map(([, name = '']) => name);
}

/** A sentence that stands in a block names no other block: it might name itself. */
function blocsOf({ kind, name }: WordingKey): readonly string[] {
  if (kind === 'shared' || kind === 'script') return [];
  if (kind === 'notice') return [...(NOTICE_BLOCS[name] ?? []), ...SHARED_BLOCS];
  return BLOCS.filter((bloc) => bloc !== 'releve' && bloc !== 'affectation');
}

/** What makes a formal notice one (C. civ. art. 1344): the words, what is owed, and how to pay it. */
function requiredMissing({ name }: WordingKey, source: string): Refusal | null {
  if (!name.startsWith('formal-notice.')) return null;
  const missing = [
    ...(/m(ise|ettons) en demeure/i.test(source.replaceAll('\u00a0', ' '))
      ? []
      : ['«\u00a0mise en demeure\u00a0»']),
    ...['factures', 'paiement'].flatMap((bloc) =>
      namedBlocs(source).includes(bloc) ? [] : [`{% bloc ${bloc} %}`],
    ),
  ];
  if (missing.length === 0) return null;
  return refuse(
    'wording_invalid',
    `Une mise en demeure ne vaut rien sans ${missing.join(', ')}\u00a0: ajoutez-les.`,
    {
      detail: missing,
    },
  );
}

function withoutSubject({ language }: WordingKey): Refusal {
  const word = language === 'fr' ? 'Objet\u00a0:' : 'Subject:';
  return refuse(
    'wording_invalid',
    `Ce texte n’a pas d’objet\u00a0: commencez-le par une ligne «\u00a0${word} …\u00a0».`,
    {
      detail: 'subject',
    },
  );
}
