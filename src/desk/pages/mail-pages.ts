import type { MailShown, MailSummary } from '../../courier/test-mailbox.ts';
import { counted } from '../counted.ts';
import { html, type Markup, said } from './markup.ts';
import { mailDateText } from './words.ts';

/** Messages of the test mailbox, newest first. */
export function mailsPage(mails: readonly MailSummary[], most: number): Markup {
  const rows = mails.map(
    ({
      file,
      to,
      subject,
      date,
      attachments,
      text,
    }) => html`<article class="card"><a href="${mailAddress(file)}">
<header><h3>${said(subject)}</h3><span class="soft">${said(mailDateText(date))}</span></header>
<p class="soft">À ${said(to)}${attachments.length > 0 && `, ${counted(attachments.length, 'pièce jointe', 'pièces jointes')}`}</p>
<p class="why">${said(opening(text))}</p></a></article>`,
  );
  const empty = html`<p class="none">La boîte est vide\u00a0: rien n’a encore été envoyé en répétition.</p>`;
  return html`<h1>Courriels</h1>
<p class="lead">Ce que les clients auraient reçu\u00a0: la boîte d’essai garde chaque message tel qu’il serait parti.
${mails.length >= most && `Les ${most} plus récents.`}</p>
${rows.length === 0 ? empty : html`<div class="cards mails">${rows}</div>`}`;
}

const OPENING = 180;

/** The first words of a message, after its salutation. */
function opening(text: string): string {
  const [, ...rest] = text.split('\n').filter((line) => line.trim() !== '');
  const line = rest.join(' ').replace(/\s+/g, ' ');
  return line.length > OPENING ? `${line.slice(0, line.lastIndexOf(' ', OPENING))}\u00a0…` : line;
}

/**
 * One message: its headers, its text, its attachments, and its HTML in a frame that can run and fetch
 * nothing.
 */
export function mailPage(mail: MailShown): Markup {
  const pairs = [
    ['De', mail.from],
    ['À', mail.to],
    ['Copie', mail.cc],
    ['Date', mailDateText(mail.date)],
  ].filter(([, value]) => value !== '');
  const files = mail.attachments.map(
    ({ name, bytes }, index) => html`<li><a href="${mailAddress(mail.file)}/piece/${index}">${said(name)}</a>
<span class="soft">${size(bytes)}</span></li>`,
  );
  return html`<p><a href="/courriels">Courriels</a></p>
<h1>${said(mail.subject)}</h1>
<dl class="pairs">${pairs.map(([label, value]) => html`<dt>${label!}</dt><dd>${said(value!)}</dd>`)}
${files.length > 0 && html`<dt>Pièces jointes</dt><dd><ul>${files}</ul></dd>`}</dl>
<section><h2>Texte</h2><pre class="mail">${said(mail.text)}</pre></section>
${
  mail.html !== null &&
  html`<section><h2>Mise en page</h2><p class="hint">Telle qu’une messagerie l’affiche.</p>
<iframe sandbox title="Message mis en page" src="${mailAddress(mail.file)}/page"></iframe></section>`
}`;
}

function mailAddress(file: string): string {
  return `/courriels/${encodeURIComponent(file)}`;
}

function size(bytes: number): string {
  return bytes < 1_000_000
    ? `${Math.ceil(bytes / 1_000)}\u00a0ko`
    : `${Math.ceil(bytes / 1_000_000)}\u00a0Mo`;
}
