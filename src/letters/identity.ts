import type { Cents } from '../money/cents.ts';
import { formatMoney, formatMoneyEnglish } from '../money/format.ts';
import type { CreditorIdentity, PostalAddress } from './letter-facts.ts';
import { cleanData, formatPhone, groupByThree } from './typography.ts';

type Language = 'fr' | 'en';

const WORDS = {
  fr: {
    capital: 'au capital de',
    soleTrader: 'entrepreneur individuel (EI)',
    liquidation: 'en liquidation',
    vat: 'TVA',
  },
  en: {
    capital: 'with a share capital of',
    soleTrader: 'sole trader (EI)',
    liquidation: 'in liquidation',
    vat: 'VAT',
  },
};

/** The creditor's name as a business letter must bear it: « EI » for a sole trader (C. com. R526-27). */
export function creditorName(creditor: CreditorIdentity): string {
  const name = cleanData(creditor.name);
  if (!creditor.soleTrader || /\b(EI|entrepreneur individuel)\b/i.test(name)) return name;
  return `${name} EI`;
}

/**
 * The mentions of a business letter, one per line: form and capital, seat, SIREN and register, VAT (C. com.
 * R123-237 and R123-238). What is unknown is left out.
 */
export function identityLines(creditor: CreditorIdentity, language: Language): readonly string[] {
  const words = WORDS[language];
  const form = [creditor.soleTrader ? words.soleTrader : creditor.legalForm && cleanData(creditor.legalForm)];
  if (creditor.capital !== null && form[0])
    form.push(`${words.capital} ${roundMoney(creditor.capital, language)}`);
  if (creditor.inLiquidation) form.push(words.liquidation);
  const register = [
    creditor.siren && `SIREN\u00a0${groupByThree(creditor.siren)}`,
    creditor.rcs && `RCS\u00a0${cleanData(creditor.rcs)}`,
    creditor.vatNumber && `${words.vat}\u00a0${cleanData(creditor.vatNumber)}`,
  ];
  return [
    form.filter(Boolean).join(' '),
    creditor.address ? addressLines(creditor.address, language).join(', ') : '',
    register.filter(Boolean).join(' – '),
  ].filter((line) => line !== '');
}

/** A capital is printed without cents when it has none. */
function roundMoney(amount: Cents, language: Language): string {
  const text = language === 'fr' ? formatMoney(amount) : formatMoneyEnglish(amount);
  return text.replace(/[,.]00(?=\D|$)/, '');
}

/** An address as people read it: street lines, postcode and city, country unless France. */
export function addressLines(address: PostalAddress, language: Language): readonly string[] {
  const lines = [
    ...address.lines.map(cleanData),
    [cleanData(address.postcode), cleanData(address.city)].filter(Boolean).join(' '),
    address.country === 'FR' ? '' : countryName(address.country, language),
  ];
  return lines.filter((line) => line !== '');
}

export function countryName(code: string, language: Language): string {
  if (!/^[A-Z]{2}$/.test(code)) return cleanData(code);
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'code' }).of(code) ?? code;
}

/** Who follows the file and how to reach them: the person's name, role, direct phone, reply address. */
export interface Handler {
  readonly name: string;
  readonly role: string;
  readonly phone: string;
  readonly email: string;
}

export function handlerOf(
  creditor: CreditorIdentity,
  named: Partial<Record<keyof Handler, string | null>> | null | undefined,
  language: Language,
): Handler {
  const phone = named?.phone ?? creditor.phone;
  return {
    name: cleanData(named?.name ?? creditor.signatory?.name ?? creditor.name),
    role: cleanData(named ? (named.role ?? '') : (creditor.signatory?.role ?? '')),
    phone: phone ? formatPhone(phone, language) : '',
    email: cleanData(named?.email ?? creditor.email ?? ''),
  };
}
