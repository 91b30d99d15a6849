import { creditorName, handlerOf } from './identity.ts';
import type { Labels } from './labels.ts';
import type { NoticeParties } from './notice-facts.ts';
import { cleanData, joinWords, shorten } from './typography.ts';
import type { Scope } from './variables.ts';

/** The variables that a confirmation of promise, a receipt and a statement share, and those of their own. */
export function noticeScope(
  parties: NoticeParties,
  labels: Labels,
  own: { readonly numeros: readonly string[] } & { readonly [name: string]: unknown },
): Scope {
  const handler = handlerOf(parties.creditor, parties.handler, parties.language);
  const contact = cleanData(parties.debtor.contactName ?? '');
  const { numeros, ...rest } = own;
  const numbers = [...new Set(numeros.map((number) => shorten(cleanData(number), 120)))];
  return {
    canal: 'courriel',
    etape: 'autre',
    regime: parties.debtor.regime,
    date: labels.day(parties.on),
    salutation: greeting(parties.language, contact),
    creancier: { nom: creditorName(parties.creditor) },
    suivi: { nom: handler.name, telephone: handler.phone, courriel: handler.email },
    debiteur: { nom: cleanData(parties.debtor.name), personne_physique: parties.debtor.naturalPerson },
    factures: { nombre: numbers.length, liste: listOf(numbers, parties.language, labels) },
    ...(rest as Scope),
  };
}

function greeting(language: 'fr' | 'en', contact: string): string {
  if (language === 'fr') return contact === '' ? 'Bonjour' : `Bonjour ${contact}`;
  return contact === '' ? 'Hello' : `Dear ${contact}`;
}

function listOf(numbers: readonly string[], language: 'fr' | 'en', labels: Labels): string {
  if (numbers.length <= 4) return joinWords(numbers, labels.and);
  const left = numbers.length - 3;
  const others = language === 'fr' ? `${left} autres` : `${left} more`;
  return `${numbers.slice(0, 3).join(', ')} ${labels.and} ${others}`;
}
