import { type Day, toIso } from '../calendar/day.ts';
import type { Contact, Debtor } from './debtor.ts';

/** A debtor as machines are told it. */
export function debtorShape(debtor: Debtor, contacts: readonly Contact[]) {
  return {
    debtor: debtor.key,
    name: debtor.name,
    regime: debtor.regime,
    enforceable: debtor.enforceable,
    legalForm: debtor.legalForm,
    siren: debtor.siren,
    siret: debtor.siret,
    vatNumber: debtor.vatNumber,
    address: debtor.address,
    language: debtor.language,
    customerSince: isoOrNull(debtor.customerSince),
    salesperson: debtor.salesperson,
    owner: debtor.ownerName,
    toneCeiling: debtor.toneCeiling,
    strategic: debtor.strategic,
    profile: debtor.profile,
    scenario: debtor.scenarioKey,
    serviceCode: debtor.serviceCode,
    registeredEmailConsentOn: isoOrNull(debtor.registeredEmailConsentOn),
    insolvencyOn: isoOrNull(debtor.insolvencyOn),
    insolvencyEndedOn: isoOrNull(debtor.insolvencyEndedOn),
    overIndebtedOn: isoOrNull(debtor.overIndebtedOn),
    deceasedOn: isoOrNull(debtor.deceasedOn),
    addressBadOn: isoOrNull(debtor.addressBadOn),
    contacts: contacts
      .filter((contact) => contact.removedOn === null)
      .map(({ name, role, email, phone, bouncedOn }) => ({
        name,
        role,
        email,
        phone,
        bouncedOn: isoOrNull(bouncedOn),
      })),
  };
}

function isoOrNull(day: Day | null): string | null {
  return day === null ? null : toIso(day);
}
