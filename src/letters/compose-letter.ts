import { isRefusal, type Refusal } from '../platform/refusal.ts';
import { stepRank } from '../scenarios/steps.ts';
import { addressBlock, debtorName } from './address-block.ts';
import type { Block } from './blocks.ts';
import { annexTitle, claimBlocks } from './claim-tables.ts';
import { enclosedPapers } from './enclosures.ts';
import type { Figures } from './figures.ts';
import { letterName } from './file-names.ts';
import { undrawable } from './font-coverage.ts';
import { creditorName, handlerOf } from './identity.ts';
import { labelsOf } from './labels.ts';
import type { LetterContent, LetterSignature } from './letter-content.ts';
import type { LetterFacts } from './letter-facts.ts';
import { letterFrame } from './letter-frame.ts';
import type { Payee } from './payee.ts';
import { signatureImage } from './signature-image.ts';
import { statementBlocks } from './statement-tables.ts';
import { cleanData, groupByThree, shorten } from './typography.ts';
import { letterScope } from './variables.ts';
import type { Warning } from './warning.ts';
import type { WordingOverrides } from './wording.ts';
import { stepRequest, wordedBlocks, wordingName } from './wording-blocks.ts';

/** Below, a letter costs more than it brings: the e-mail alone leaves. */
const LETTER_FLOOR = 1500;

/**
 * The letter of a step, or null with its warning: no postal address, too small a sum, or a step that has none
 * (the contact). A formal notice always has one.
 */
export function composeLetter(
  facts: LetterFacts,
  figures: Figures,
  payee: Payee | null,
  overrides: WordingOverrides,
  warnings: Warning[],
): LetterContent | null | Refusal {
  const none = noLetter(facts, figures);
  if (none) {
    if (none.code !== 'step_without_letter') warnings.push(none);
    return null;
  }
  const scope = letterScope(facts, figures, payee, 'lettre');
  const request = stepRequest(facts, figures, payee, scope, overrides, 'whole');
  const worded = wordedBlocks(wordingName(facts), request);
  if (isRefusal(worded)) return worded;
  const labels = labelsOf(facts.language);
  const address = addressBlock(facts.debtor, attention(facts));
  warnings.push(...letterWarnings(facts, address.shortened));
  const annexes = annexesOf(facts, figures);
  const letter: LetterContent = {
    ...letterFrame(facts),
    title: `${worded.subject} – ${debtorName(facts.debtor)}`,
    fileName: letterName(
      facts.step,
      figures.items.map((item) => item.number),
      facts.on,
      facts.language,
    ),
    recipient: address.lines,
    dispatch: dispatchOf(facts),
    references: referencesOf(facts, address.shortened),
    addressee: address.shortened ? debtorName(facts.debtor) : '',
    subject: { label: labels.words.subject, text: worded.subject },
    body: worded.blocks,
    signature: signatureOf(facts),
    enclosures: {
      label: labels.words.enclosed,
      lines: [...annexes.map((annex) => annex.title), ...enclosedPapers(facts)],
    },
    annexes,
    runningTitle: shorten(`${creditorName(facts.creditor)} – ${worded.subject}`, 90),
  };
  const lost = undrawable(JSON.stringify(letter));
  if (lost.length > 0) {
    const message = `La police de la lettre n’a pas ${lost.slice(0, 5).join(' ')} : remplacé par « ? ».`;
    warnings.push({ code: 'character_replaced', message });
  }
  return letter;
}

function noLetter(facts: LetterFacts, figures: Figures): Warning | null {
  if (facts.step === 'contact' || facts.step === 'route' || facts.planDate) {
    return { code: 'step_without_letter', message: 'Cette étape n’a pas de lettre.' };
  }
  if (facts.step === 'formal-notice') return null;
  if (!facts.creditor.address || !facts.debtor.address) {
    return { code: 'letter_address_missing', message: 'Pas de lettre : une adresse postale manque.' };
  }
  if (figures.toPay < LETTER_FLOOR) {
    return { code: 'letter_below_floor', message: 'Pas de lettre : la somme est inférieure à 15,00 €.' };
  }
  return null;
}

/** Advice for a formal notice that may leave but would convince less. */
function letterWarnings(facts: LetterFacts, shortened: boolean): readonly Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: Warning['code'], message: string) => warnings.push({ code, message });
  if (shortened)
    warn(
      'address_shortened',
      'Le nom du destinataire dépasse la fenêtre : il est repris en entier dans la lettre.',
    );
  const signature = facts.creditor.signatory?.signature;
  if (signature && signatureImage(signature) === null) {
    warn(
      'signature_unreadable',
      'L’image de la signature n’est pas un PNG, un JPEG ou un SVG lisible : la lettre part sans elle.',
    );
  }
  if (facts.step !== 'formal-notice') return warnings;
  const baseless = facts.demanded.filter((item) => !item.order && !item.commitment && !item.deliveredOn);
  if (baseless.length > 0) {
    const numbers = baseless.map((item) => cleanData(item.number)).join(', ');
    warn('basis_missing', `Ni commande ni livraison connue pour ${numbers} : joignez-les si vous les avez.`);
  }
  if (!facts.attachments.some((file) => file.kind === 'invoice-copy')) {
    warn('copies_missing', 'Aucune copie de facture n’est jointe.');
  }
  if (!facts.tracking)
    warn(
      'tracking_missing',
      'Le numéro de recommandé n’est pas encore connu : il ne figure pas sur la lettre.',
    );
  return warnings;
}

function attention(facts: LetterFacts): string {
  const { words } = labelsOf(facts.language);
  const contact = cleanData(facts.debtor.contactName ?? '');
  if (facts.debtor.naturalPerson) return '';
  if (facts.step === 'formal-notice') {
    return facts.debtor.regime === 'public' ? words.authorisingOfficer : words.legalRepresentative;
  }
  if (facts.debtor.serviceCode && contact === '') return `Service ${cleanData(facts.debtor.serviceCode)}`;
  return contact === '' ? '' : `${words.attention} ${contact}`;
}

function dispatchOf(facts: LetterFacts): string {
  if (facts.step !== 'formal-notice') return '';
  const { words } = labelsOf(facts.language);
  if (!facts.tracking) return words.registered;
  return `${words.registered} ${facts.language === 'fr' ? 'n°' : 'no.'}\u00a0${cleanData(facts.tracking)}`;
}

/**
 * Under the letterhead, beside the window: who follows the file, and in a formal notice whom it is addressed
 * to.
 */
function referencesOf(facts: LetterFacts, shortened: boolean): LetterContent['references'] {
  const { words } = labelsOf(facts.language);
  const handler = handlerOf(facts.creditor, facts.handler, facts.language);
  const follows = [handler.name, handler.phone, handler.email].filter((part) => part !== '');
  const debtor = [
    debtorName(facts.debtor),
    facts.debtor.siren ? `SIREN ${groupByThree(facts.debtor.siren)}` : '',
  ];
  return [
    { label: words.follows, lines: follows.map((line) => shorten(line, 60)) },
    ...(facts.step === 'formal-notice' && !shortened
      ? [{ label: words.debtor, lines: debtor.filter((line) => line !== '') }]
      : []),
  ];
}

function signatureOf(facts: LetterFacts): LetterSignature | null {
  const { signatory } = facts.creditor;
  if (!signatory) return null;
  return {
    name: cleanData(signatory.name),
    role: cleanData(signatory.role ?? ''),
    image: signatory.signature ? signatureImage(signatory.signature) : null,
  };
}

/**
 * Interest line by line, then the whole account from reminder-3 on unless a statement is already attached.
 */
function annexesOf(facts: LetterFacts, figures: Figures): LetterContent['annexes'] {
  const { words } = labelsOf(facts.language);
  const found: { title: string; blocks: readonly Block[] }[] = [];
  const inBody = facts.step === 'formal-notice' && facts.debtor.regime === 'public';
  const claim =
    stepRank(facts.step) >= stepRank('reminder-2') && !inBody ? claimBlocks(facts, figures, 'annex') : [];
  if (claim.length > 0) found.push({ title: annexTitle(facts), blocks: claim });
  const attached = facts.attachments.some((file) => file.kind === 'statement');
  if (stepRank(facts.step) >= stepRank('reminder-3') && !attached) {
    found.push({ title: words.statementAnnex, blocks: statementBlocks(facts) });
  }
  return found.map((annex, index) => ({ ...annex, title: `${words.annex} ${index + 1} – ${annex.title}` }));
}
