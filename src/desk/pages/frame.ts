import { html, type Markup, said } from './markup.ts';

/** Where the reader is; null on a page of no chapter. */
export type Chapter = 'work' | 'mails' | 'letters' | 'debtors' | null;

/** What every page shows around its subject. */
export interface Frame {
  readonly chapter: Chapter;
  readonly title: string;
  /** Null while nobody has described a creditor. */
  readonly creditor: {
    readonly name: string;
    readonly copied: boolean;
    readonly rehearsal: boolean;
    readonly armed: boolean;
  } | null;
}

const CHAPTERS = [
  ['work', '/', 'À faire'],
  ['mails', '/courriels', 'Courriels'],
  ['letters', '/courriers', 'Courriers'],
  ['debtors', '/clients', 'Clients'],
] as const;

/** A whole page. */
export function page(frame: Frame, body: Markup): string {
  const { creditor } = frame;
  const title = creditor === null ? frame.title : `${frame.title} — ${creditor.name}`;
  return html`<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="/icone.svg" type="image/svg+xml">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<a class="skip" href="#contenu">Aller au contenu</a>
<div class="top"><div class="wrap">
<a class="brand" href="/">Relance</a>
${creditor && html`<span class="firm">${said(creditor.name)}</span>`}
${creditor && chapters(frame.chapter)}
</div></div>
${creditor && ribbon(creditor)}
<main class="wrap" id="contenu">
${body}
</main>
<footer><div class="wrap">Page en lecture seule, visible de cette machine seulement. On agit en ligne de commande\u00a0:
<code>npm run relance -- help</code></div></footer>
</body>
</html>
`.markup;
}

function chapters(current: Chapter): Markup {
  const links = CHAPTERS.map(
    ([chapter, address, name]) =>
      html`<li><a href="${address}"${chapter === current && html` aria-current="page"`}>${name}</a></li>`,
  );
  return html`<nav aria-label="Pages"><ul>${links}</ul></nav>`;
}

function ribbon({ copied, rehearsal, armed }: NonNullable<Frame['creditor']>): Markup | null {
  const said = copied
    ? 'Copie d’une autre base\u00a0: rien ne part d’ici tant que personne n’a dit que l’autre est arrêtée (relance adopt).'
    : rehearsal
      ? 'Répétition\u00a0: rien ne quitte cette machine, les courriels vont dans la boîte d’essai.'
      : armed
        ? null
        : 'Envois désarmés\u00a0: rien ne part tant que «\u00a0armed\u00a0» n’est pas à true (creditor set).';
  return said === null ? null : html`<div class="ribbon" role="status"><div class="wrap">${said}</div></div>`;
}

/** A page that says one thing: nothing there yet, an unknown address, a failure. */
export function messagePage(frame: Frame, message: string, remedy: Markup | null): string {
  return page(frame, html`<h1>${frame.title}</h1><p class="lead">${message}</p>${remedy}`);
}

/** The picture in the browser's tab: a sheet with its fold. */
export const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="6" fill="#1d5548"/><path d="M9 7h10l5 5v13H9z" fill="#fffefb"/><path d="M19 7v5h5M12 16h9M12 20h9" stroke="#1d5548" stroke-width="1.8" fill="none"/></svg>`;
