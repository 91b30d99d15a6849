import { MOST_LOOKUPS, type SpfFinding } from '../courier/check-spf.ts';
import type { SenderDomain } from '../courier/sender-domain.ts';
import { isAllowed, record } from './dns-record.ts';
import { type Check, fault, ok, warning } from './doctor.ts';

type Read = Extract<SpfFinding, { readonly kind: 'read' }>;

/** A fault where receivers reject the record itself; a warning where it only fails to help. */
export function checkSpf(seen: SenderDomain): Check {
  const { spf, domain, provider } = seen;
  switch (spf.kind) {
    case 'unreachable':
      return warning('spf', `Le DNS n’a pas dit si ${domain} a un SPF.`, 'Recommencez plus tard.');
    case 'absent': {
      if (provider?.include === null) return relayed(domain, provider.name);
      const message = `Le domaine ${domain} n’a pas de SPF\u00a0: vos courriels peuvent passer pour des faux.`;
      return warning('spf', message, record(domain, `v=spf1 ${seen.spfTerm} ~all`));
    }
    case 'several': {
      const message = `Le domaine ${domain} a ${spf.records.length} SPF, un seul est permis\u00a0: aucun ne compte.`;
      return fault('spf', message, `N’en laissez qu’un. ${record(domain, merged(spf.records))}`);
    }
    case 'malformed': {
      const message = `Le SPF de ${domain} ne se lit pas\u00a0: «\u00a0${spf.term}\u00a0» n’y veut rien dire, aucun terme ne compte.`;
      const fixed = spf.record.replace(spf.term, spf.term.replace(/ipv([46]):/i, 'ip$1:'));
      const remedy =
        fixed === spf.record
          ? `Faites corriger ou retirer ce terme de «\u00a0${spf.record}\u00a0».`
          : record(domain, fixed);
      return fault('spf', message, remedy);
    }
    case 'read':
      return checkRead(seen, spf);
  }
}

function relayed(domain: string, name: string): Check {
  return ok(
    'spf',
    `Le serveur de ${name} envoie sous son propre nom\u00a0: pour ${domain}, c’est DKIM qui compte.`,
  );
}

function checkRead(seen: SenderDomain, spf: Read): Check {
  const { domain, host, provider } = seen;
  if (spf.rest === '+') {
    const message = `Le SPF de ${domain} autorise n’importe quel serveur (+all)\u00a0: il ne prouve rien.`;
    return fault('spf', message, record(domain, withEnd(spf.record)));
  }
  if (spf.broken !== null) {
    const message = `Le SPF de ${domain} renvoie à ${spf.broken}, qui n’en a pas de lisible\u00a0: aucun terme ne compte.`;
    return fault('spf', message, `Faites retirer ce renvoi de «\u00a0${spf.record}\u00a0».`);
  }
  if (spf.lookups > MOST_LOOKUPS) {
    const message = `Le SPF de ${domain} fait poser ${spf.lookups} questions au DNS, ${MOST_LOOKUPS} au plus sont permises\u00a0: il ne compte pas.`;
    const remedy = `Faites retirer les services qui n’envoient plus pour vous (${spf.includes.join(', ')}).`;
    return fault('spf', message, remedy);
  }
  if (provider?.include === null) return relayed(domain, provider.name);
  if (spf.allowed === false && !isAllowed(seen)) {
    const message = `Le SPF de ${domain} ne semble pas autoriser votre serveur ${host}.`;
    return warning('spf', message, record(domain, withTerm(spf.record, seen.spfTerm)));
  }
  if (spf.rest === null || spf.rest === '?') {
    const message = `Le SPF de ${domain} ne dit rien des autres serveurs (ni -all ni ~all)\u00a0: il protège peu.`;
    return warning('spf', message, record(domain, withEnd(spf.record)));
  }
  if (!isAllowed(seen)) return ok('spf', `Le domaine ${domain} a un SPF.`);
  return ok('spf', `Le SPF de ${domain} autorise votre serveur ${host}.`);
}

const ALL = /^[+\-~?]?all$/i;

/** With the new term before the one about all others, which ends the reading. */
function withTerm(text: string, term: string): string {
  const words = text.split(' ').filter((word) => word !== '');
  const at = words.findIndex((word) => ALL.test(word) || /^redirect=/i.test(word));
  return [...words.slice(0, at < 0 ? words.length : at), term, ...(at < 0 ? ['~all'] : words.slice(at))].join(
    ' ',
  );
}

function withEnd(text: string): string {
  const words = text.split(' ').filter((word) => word !== '' && !ALL.test(word) && !/^redirect=/i.test(word));
  return [...words, '~all'].join(' ');
}

function merged(records: readonly string[]): string {
  const words = records.flatMap((text) => text.split(' ').slice(1));
  return withEnd(['v=spf1', ...new Set(words)].join(' '));
}
