import type { ShownText } from '../worklist.ts';
import { html, type Markup } from './markup.ts';
import { textKindName } from './words.ts';

/** Links to the texts of a contact: the message as it left, and the frozen page of each; null for none. */
export function textLinks(texts: readonly ShownText[]): Markup | null {
  const links = texts.flatMap(({ letterId, kind, mail }) => [
    ...(mail === null ? [] : [html`<a href="/courriels/${encodeURIComponent(mail)}">Voir l’e-mail</a>`]),
    html`<a href="/courriers/${letterId}.pdf">PDF\u00a0: ${textKindName(kind)}</a>`,
  ]);
  return links.length === 0 ? null : html`<div class="links">${links}</div>`;
}
