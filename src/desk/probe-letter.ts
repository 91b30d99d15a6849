import type { Day } from '../calendar/day.ts';
import type { LetterContent } from '../letters/letter-content.ts';

/** The least that can be drawn, with a word of every font: whether this machine can make letters at all. */
export function probeLetter(on: Day): LetterContent {
  return {
    language: 'fr',
    title: 'Essai',
    fileName: 'essai.pdf',
    author: 'Relance',
    on,
    sender: { name: 'Relance', lines: ['Essai de dessin'] },
    recipient: ['Société d’essai', '1 rue de l’Église', '69003 Lyon'],
    placeAndDate: 'Lyon',
    dispatch: '',
    references: [],
    addressee: '',
    subject: { label: 'Objet', text: 'essai' },
    body: [{ kind: 'paragraph', runs: [{ text: 'Un essai, à 1\u202f234,56\u00a0€.', strong: true }] }],
    signature: null,
    enclosures: { label: '', lines: [] },
    annexes: [],
    footer: [],
    runningTitle: '',
    pageWord: 'page',
    codeAlt: '',
  };
}
