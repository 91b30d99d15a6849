import type { SenderDomain } from '../courier/sender-domain.ts';
import { isSenderKnown, record } from './dns-record.ts';
import { type Check, ok, warning } from './doctor.ts';
import { checkSpf } from './spf-checks.ts';

/**
 * How receivers take the e-mails of a creditor, by what the DNS says of its domain. Each remedy holds what to
 * publish, for whoever keeps the domain.
 */
export function checkDomain(seen: SenderDomain): readonly Check[] {
  const { spf, dkim, dmarc, domain } = seen;
  if (seen.publicMail) return [checkPublicMail(seen)];
  if ([spf, dkim, dmarc].every(({ kind }) => kind === 'unreachable')) return [unseen(domain)];
  return [...checkAccount(seen), checkSpf(seen), checkDkim(seen), checkDmarc(seen)];
}

/** What is said of a creditor whose e-mails stay on this machine. */
export function unexamined(why: 'rehearsal' | 'no_server' | 'loopback'): Check {
  const told = {
    rehearsal: 'En répétition',
    no_server: 'Sans serveur d’envoi',
    loopback: 'Le serveur d’envoi étant sur cette machine',
  }[why];
  return ok('domain', `${told}, le domaine de l’expéditeur n’est pas examiné (SPF, DKIM, DMARC).`);
}

function unseen(domain: string): Check {
  return warning(
    'domain',
    `Le DNS ne répond pas\u00a0: SPF, DKIM et DMARC de ${domain} n’ont pas pu être examinés.`,
    'Recommencez quand la machine a le réseau\u00a0: relance doctor',
  );
}

/** Nobody but the provider can publish anything there. */
function checkPublicMail({ domain, host, provider }: SenderDomain): Check {
  const own = host.endsWith(`.${domain}`) || (provider?.name === 'Google' && domain === 'gmail.com');
  const microsoft = provider?.name === 'Microsoft 365' && /^(outlook|hotmail|live)\./.test(domain);
  if (own || microsoft) return ok('domain', `Les adresses ${domain} partent par le serveur de ${domain}.`);
  return warning(
    'domain',
    `Une adresse ${domain} envoyée par ${host} passe pour une usurpation\u00a0: beaucoup de courriels seront refusés.`,
    `Écrivez d’une adresse à votre nom de domaine, ou envoyez par le serveur de ${domain}.`,
  );
}

/** A relay's login is no sender; elsewhere the server may put the address of its account instead of ours. */
function checkAccount({ otherAccount, provider, domain }: SenderDomain): readonly Check[] {
  if (otherAccount === null || provider?.include === null) return [];
  return [
    warning(
      'domain',
      `Vous écrivez au nom de ${domain} par un compte de ${otherAccount}\u00a0: le serveur peut remplacer l’expéditeur.`,
      `Prenez un compte de ${domain}, ou lisez dans un courriel reçu que l’expéditeur est resté le vôtre.`,
    ),
  ];
}

function checkDkim({ dkim, domain, provider, host }: SenderDomain): Check {
  const who = provider?.name ?? `qui tient le serveur ${host}`;
  const ask = `Demandez à ${who} d’activer la signature DKIM de ${domain}, et publiez l’enregistrement qu’il vous donne.`;
  switch (dkim.kind) {
    case 'found':
      return ok('dkim', `Une clé DKIM de ${domain} est publiée (${dkim.selectors.join(', ')}).`);
    case 'revoked': {
      const names = dkim.selectors.join(', ');
      return warning('dkim', `La clé DKIM de ${domain} est publiée vide, donc révoquée (${names}).`, ask);
    }
    case 'unreachable':
      return warning('dkim', `Le DNS n’a pas dit si ${domain} a une clé DKIM.`, 'Recommencez plus tard.');
    case 'unknown': {
      const message = `Aucune clé DKIM de ${domain} trouvée sous les noms courants\u00a0: elle peut en porter un autre.`;
      const seen = 'Un courriel reçu le dit («\u00a0DKIM-Signature\u00a0» dans ses en-têtes). Sinon\u00a0: ';
      return warning('dkim', message, `${seen}${ask.charAt(0).toLowerCase()}${ask.slice(1)}`);
    }
  }
}

function checkDmarc(seen: SenderDomain): Check {
  const { dmarc, domain, address } = seen;
  const publish = record(`_dmarc.${domain}`, `v=DMARC1; p=none; rua=mailto:${address}`);
  switch (dmarc.kind) {
    case 'absent':
      return warning(
        'dmarc',
        `Le domaine ${domain} n’a pas de DMARC\u00a0: Gmail et Yahoo le demandent.`,
        publish,
      );
    case 'unreachable':
      return warning('dmarc', `Le DNS n’a pas dit si ${domain} a un DMARC.`, 'Recommencez plus tard.');
    case 'several':
      return warning(
        'dmarc',
        `Plusieurs DMARC sur _dmarc.${dmarc.at}\u00a0: aucun ne compte.`,
        `N’en laissez qu’un. ${publish}`,
      );
    case 'malformed':
      return warning('dmarc', `Le DMARC de ${dmarc.at} n’a pas de règle lisible (${dmarc.record}).`, publish);
    case 'read':
      return checkPolicy(seen, dmarc.at, dmarc.policy);
  }
}

function checkPolicy(seen: SenderDomain, at: string, policy: 'none' | 'quarantine' | 'reject'): Check {
  if (policy === 'none') return ok('dmarc', `Le DMARC de ${at} observe sans rien refuser (p=none).`);
  const told = `Le DMARC de ${at} fait ${policy === 'reject' ? 'refuser' : 'écarter'} ce que rien ne prouve (p=${policy})`;
  if (isSenderKnown(seen)) return ok('dmarc', `${told}.`);
  return warning(
    'dmarc',
    `${told}, et ni SPF ni DKIM n’ont été reconnus ici pour vos courriels.`,
    'Réglez d’abord SPF ou DKIM, puis envoyez-vous une relance d’essai à une adresse Gmail.',
  );
}
