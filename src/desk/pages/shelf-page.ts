import { formatShortDay } from '../../calendar/french.ts';
import { counted } from '../counted.ts';
import type { ShelvedBatch, ShelvedLetter } from '../shelf.ts';
import { html, type Markup, said } from './markup.ts';
import { dayMarkup, debtorAddress, stepTitle } from './words.ts';

/** Letters on paper: what was printed, posted, deposited, presented. */
export function shelfPage(letters: readonly ShelvedLetter[], batches: readonly ShelvedBatch[]): Markup {
  return html`<h1>Courriers</h1>
<p class="lead">Chaque lettre est figée au moment de son approbation\u00a0: ce PDF est celui qui part, octet pour octet.</p>
<section aria-labelledby="lettres"><h2 id="lettres">Lettres</h2>${lettersTable(letters)}</section>
<section aria-labelledby="lots"><h2 id="lots">Lots d’impression</h2>
<p class="hint">Les pages à imprimer en une fois, dans l’ordre de la mise sous pli.</p>${batchesTable(batches)}</section>`;
}

function lettersTable(letters: readonly ShelvedLetter[]): Markup {
  if (letters.length === 0) return html`<p class="none">Aucune lettre pour l’instant.</p>`;
  const rows = letters.map(
    (letter) => html`<tr><td>${dayMarkup(letter.on)}</td>
<td><a href="${debtorAddress(letter.debtor)}">${said(letter.debtorName)}</a></td>
<td>${letter.step === null ? said(letter.subject) : stepTitle(letter.step)}</td>
<td>${posting(letter)}</td>
<td><a href="/courriers/${letter.id}.pdf">PDF</a></td></tr>`,
  );
  return html`<div class="scroll"><table><thead><tr><th scope="col">Date</th><th scope="col">Client</th>
<th scope="col">Étape</th><th scope="col">Poste</th><th scope="col">Page</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  received: 'remise',
  refused: 'refusée',
  unclaimed: 'non réclamée',
  'unknown-address': 'inconnu à l’adresse',
};

function posting({ kind, postedOn, tracking, depositedOn, presentedOn, outcome }: ShelvedLetter): string {
  if (kind === 'letter') return postedOn === null ? 'à poster' : `postée le ${formatShortDay(postedOn)}`;
  if (depositedOn === null) return 'recommandé à déposer';
  const told = [
    `recommandé ${tracking ?? ''}`.trim(),
    `déposé le ${formatShortDay(depositedOn)}`,
    presentedOn === null ? null : `présenté le ${formatShortDay(presentedOn)}`,
    outcome === null ? null : OUTCOMES[outcome],
  ];
  return told.filter(Boolean).join(', ');
}

function batchesTable(batches: readonly ShelvedBatch[]): Markup {
  if (batches.length === 0) return html`<p class="none">Aucun lot pour l’instant.</p>`;
  const rows = batches.map(
    ({
      id,
      shortId,
      madeOn,
      postedOn,
      letters,
    }) => html`<tr><td>${dayMarkup(madeOn)}</td><td><code>${shortId}</code></td>
<td>${counted(letters, 'lettre', 'lettres')}</td>
<td>${postedOn === null ? 'à poster' : `posté le ${formatShortDay(postedOn)}`}</td>
<td><a href="/courriers/lots/${id}.pdf">PDF</a></td></tr>`,
  );
  return html`<div class="scroll"><table><thead><tr><th scope="col">Date</th><th scope="col">Lot</th>
<th scope="col">Contenu</th><th scope="col">Poste</th><th scope="col">Pages</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}
