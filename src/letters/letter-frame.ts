import { addressLines, creditorName, identityLines } from './identity.ts';
import { labelsOf } from './labels.ts';
import type { LetterContent } from './letter-content.ts';
import type { NoticeParties } from './notice-facts.ts';
import { cleanData, formatPhone, shorten } from './typography.ts';

type Frame = Pick<
  LetterContent,
  'language' | 'author' | 'on' | 'sender' | 'placeAndDate' | 'footer' | 'pageWord' | 'codeAlt'
>;

/**
 * What every paper of a creditor has around its words: letterhead, place and date, mentions at the foot
 * (L07).
 */
export function letterFrame(facts: Pick<NoticeParties, 'language' | 'on' | 'creditor'>): Frame {
  const { words } = labelsOf(facts.language);
  const name = creditorName(facts.creditor);
  return {
    language: facts.language,
    author: name,
    on: facts.on,
    sender: { name: shorten(name, 120), lines: senderLines(facts) },
    placeAndDate: placeAndDate(facts),
    footer: [name, ...identityLines(facts.creditor, facts.language)].map((line) => shorten(line, 240)),
    pageWord: words.page,
    codeAlt: words.payCodeAlt,
  };
}

function senderLines(facts: Pick<NoticeParties, 'language' | 'on' | 'creditor'>): readonly string[] {
  const { creditor, language } = facts;
  return [
    ...(creditor.address ? addressLines(creditor.address, language) : []),
    creditor.phone ? formatPhone(creditor.phone, language) : '',
    cleanData(creditor.email ?? ''),
  ]
    .filter((line) => line !== '')
    .map((line) => shorten(line, 80));
}

function placeAndDate(facts: Pick<NoticeParties, 'language' | 'on' | 'creditor'>): string {
  const labels = labelsOf(facts.language);
  const town = cleanData(facts.creditor.address?.city ?? '').replace(/\s+cedex\b.*$/i, '');
  const date = labels.day(facts.on);
  if (town === '') return date;
  return facts.language === 'fr' ? `${town}, le ${date}` : `${town}, ${date}`;
}
