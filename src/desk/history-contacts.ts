import {
  lettersPosted,
  lettersPrinted,
  messageAnswered,
  messageBounced,
  messageClaimed,
  messageReady,
  messageWithdrawn,
  registeredRecorded,
} from '../delivery/events.ts';
import { textsFrozen } from '../letters/events.ts';
import { limitationEvent, noticeTookEffect } from '../penalties/events.ts';
import {
  contactApproved,
  contactPresented,
  contactRecorded,
  contactSettled,
  contactsProposed,
  contactWithdrawn,
  litigationLifted,
  litigationOpened,
  planDateNoticed,
  stepsSkipped,
  trackingGiven,
} from '../reminders/events.ts';
import { holdSentence, stepName } from '../reminders/reasons.ts';
import type { HoldCode } from '../reminders/verdict.ts';
import { isAnnounced } from './announced.ts';
import { counted } from './counted.ts';
import { dayText, type Say, told } from './history.ts';

const CHANNEL_NAMES = {
  email: 'e-mail',
  call: 'appel',
  letter: 'courrier',
  registered: 'recommandé',
} as const;

const TEXT_NAMES = {
  email: 'e-mail',
  letter: 'courrier',
  registered: 'recommandé',
  statement: 'relevé de compte',
  promise: 'confirmation de promesse',
  receipt: 'reçu',
} as const;

const POST_NAMES = {
  received: 'remis',
  refused: 'refusé',
  unclaimed: 'non réclamé',
  'unknown-address': 'inconnu à l’adresse',
} as const;

const ANSWER_NAMES = {
  reserved: 'remis dans la file',
  sent: 'envoyé',
  failed: 'non envoyé',
  ambiguous: 'issue incertaine',
} as const;

const CONTACT_STATES = {
  done: 'fait',
  undelivered: 'non remis\u00a0: ses étapes sont à refaire',
  doubtful: 'issue incertaine',
} as const;

const LIMITATION_NAMES: Readonly<Record<string, string>> = {
  acknowledgment: 'reconnaissance de la dette',
  claim: 'demande en justice',
  enforcement: 'acte d’exécution',
  service: 'signification',
  mediation: 'médiation',
  reminder: 'relance écrite',
  'formal-notice': 'mise en demeure',
  'payment-order-filed': 'requête en injonction de payer',
};

function becauseText(code: string): string {
  if (code === 'stale') return 'approuvé depuis trop longtemps';
  if (code === 'changed') return 'les factures ont changé';
  return (holdSentence(code as HoldCode, null) as string | undefined)?.replace(/\.$/, '') ?? code;
}

/** « par e-mail »; a task leaves by no way. */
function wayText(channel: keyof typeof CHANNEL_NAMES | 'task'): string {
  return channel === 'task' ? '' : ` par ${CHANNEL_NAMES[channel]}`;
}

function itemsText(lead: string, items: readonly { readonly instalment: string }[], say: Say): string {
  return items.length === 0 ? '' : `${lead}${say.numbers(items.map(({ instalment }) => instalment))}`;
}

const decisions = [
  told(contactsProposed, ({ proposed, withdrawn }, say) => {
    const parts = proposed.map(({ proposal, step, channel, amount, currency, items }) => {
      const invoices = say.numbers(items.map(({ instalment }) => instalment));
      const money = say.moneyIn(amount, currency);
      return `${say.id('rem', proposal)} proposé\u00a0: ${stepName(step)}${wayText(channel)}, ${money} pour ${invoices}`;
    });
    const gone = withdrawn.map((id) => `${say.id('rem', id)} retiré\u00a0: les factures n’en veulent plus`);
    return `${[...parts, ...gone].join('\u00a0; ')}.`;
  }),
  told(contactApproved, ({ proposal, first, unedited }, say) => {
    const id = say.id('rem', proposal);
    if (first) return `${id} approuvé par une première personne.`;
    return `${id} approuvé${unedited ? ' sans changement' : ''}.`;
  }),
  told(contactRecorded, ({ step, channel, reached, items, state, answerBy }, say) => {
    const what = step === null ? 'appel hors scénario' : `${stepName(step)}${wayText(channel)}`;
    const { own = [], announced = [] } = Object.groupBy(items, (item) =>
      isAnnounced(item.step, step) ? 'announced' : 'own',
    );
    const about = itemsText(' pour ', own, say) + itemsText(', qui annonce ', announced, say);
    const end = reached ? '' : ', sans réponse';
    const until = answerBy === null ? '' : `, réponse attendue le ${dayText(answerBy)}`;
    return `Contact ${state === 'sending' ? 'en cours' : 'fait'}\u00a0: ${what}${about}${end}${until}.`;
  }),
  told(contactSettled, ({ state }) => `Issue du contact\u00a0: ${CONTACT_STATES[state]}.`),
  told(contactPresented, ({ presentedOn, outcome }) => {
    if (presentedOn === null && outcome === null) return 'Présentation du recommandé pas encore connue.';
    const when = presentedOn === null ? 'sans date de présentation' : `présenté le ${dayText(presentedOn)}`;
    return `Recommandé ${when}${outcome === null ? '' : `, ${POST_NAMES[outcome]}`}.`;
  }),
  told(stepsSkipped, ({ proposal, steps, reason }, say) => {
    const names = steps.map(({ instalment, step }) => `${stepName(step)} de ${say.number(instalment)}`);
    return `${say.id('rem', proposal)} non fait, ${names.join(', ') || 'sans étape'}\u00a0: «\u00a0${say.value(reason)}\u00a0».`;
  }),
  told(
    contactWithdrawn,
    ({ proposal, because }, say) =>
      `${say.id('rem', proposal)} approuvé puis retiré\u00a0: ${becauseText(because)}.`,
  ),
  told(litigationOpened, () => 'Entrée au contentieux\u00a0: une mise en demeure a été déposée.'),
  told(
    litigationLifted,
    ({ reason }, say) => `Sortie du contentieux\u00a0: «\u00a0${say.value(reason)}\u00a0».`,
  ),
  told(
    trackingGiven,
    ({ proposal, tracking }, say) => `Numéro de recommandé de ${say.id('rem', proposal)}\u00a0: ${tracking}.`,
  ),
  told(planDateNoticed, ({ plan, position, contact }, say) => {
    const date = `échéance ${position} de l’échéancier ${say.id('pln', plan)}`;
    return contact === null ? `Rappel de l’${date} non fait.` : `Rappel de l’${date}.`;
  }),
];

const sendings = [
  told(textsFrozen, ({ texts }, say) => {
    const names = texts.map(
      ({ letter, kind, pdf }) => `${TEXT_NAMES[kind]} ${say.id('let', letter)}${say.gone(pdf)}`,
    );
    return `Textes figés\u00a0: ${names.join(', ')}.`;
  }),
  told(
    messageReady,
    ({ message, letter, bytes }, say) =>
      `Message ${say.id('msg', message)} prêt à partir (${say.id('let', letter)})${say.gone(bytes)}.`,
  ),
  told(messageClaimed, ({ message }, say) => `Message ${say.id('msg', message)} remis au transport.`),
  told(
    messageAnswered,
    ({ message, state, by }, say) =>
      `Message ${say.id('msg', message)}\u00a0: ${ANSWER_NAMES[state]}${by === 'person' ? ', tranché par une personne' : ''}.`,
  ),
  told(messageBounced, ({ message }, say) => `Message ${say.id('msg', message)} revenu à l’envoyeur.`),
  told(messageWithdrawn, ({ message, proposal, because }, say) => {
    const what = message === null ? say.id('rem', proposal) : say.id('msg', message);
    return `${what} retiré au moment de partir\u00a0: ${becauseText(because)}.`;
  }),
  told(
    lettersPrinted,
    ({ batch, letters }, say) =>
      `Lot ${say.id('lot', batch)}\u00a0: ${counted(letters.length, 'courrier', 'courriers')}.`,
  ),
  told(
    lettersPosted,
    ({ batch, letters }, say) =>
      `Lot ${say.id('lot', batch)} posté\u00a0: ${counted(letters.length, 'courrier', 'courriers')}.`,
  ),
  told(registeredRecorded, ({ letter, tracking, depositedOn, presentedOn, outcome, proofs }, say) => {
    const facts = [
      tracking && `numéro ${tracking}`,
      depositedOn && `déposé le ${dayText(depositedOn)}`,
      presentedOn && `présenté le ${dayText(presentedOn)}`,
      outcome && POST_NAMES[outcome],
      ...proofs.map((proof) => `preuve jointe${say.gone(proof)}`),
    ].filter(Boolean);
    return `Recommandé ${say.id('let', letter)}\u00a0: ${facts.join(', ')}.`;
  }),
  told(noticeTookEffect, ({ on, items }, say) => {
    return `Mise en demeure à effet du ${dayText(on)} pour ${say.numbers(items)}.`;
  }),
  told(limitationEvent, ({ kind, on }) => {
    return `Prescription\u00a0: ${LIMITATION_NAMES[kind] ?? kind} du ${dayText(on)}.`;
  }),
];

/** What was decided, sent, posted and answered. */
export const CONTACT_WORDS = [...decisions, ...sendings];
