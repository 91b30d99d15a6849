import type { Regime } from '../law/regime.ts';
import type { Debtor } from './debtor.ts';

/** What each fact of a debtor is called in a French sentence. */
export const DEBTOR_FACT_NAMES: Readonly<Record<Exclude<keyof Debtor, 'id' | 'enteredOn'>, string>> = {
  key: 'code',
  name: 'nom',
  regime: 'type de client',
  enforceable: 'voies d’exécution',
  legalForm: 'forme juridique',
  siren: 'SIREN',
  siret: 'SIRET',
  vatNumber: 'numéro de TVA',
  address: 'adresse',
  language: 'langue',
  customerSince: 'client depuis',
  salesperson: 'commercial',
  ownerName: 'responsable',
  toneCeiling: 'dernière étape permise',
  strategic: 'client stratégique',
  profile: 'profil',
  scenarioKey: 'scénario',
  serviceCode: 'code service',
  registeredEmailConsentOn: 'accord au recommandé électronique',
  insolvencyOn: 'procédure collective',
  insolvencyEndedOn: 'fin de la procédure collective',
  overIndebtedOn: 'surendettement',
  deceasedOn: 'décès',
  addressBadOn: 'adresse postale fausse',
};

/** What each kind of customer is called. */
export const REGIME_NAMES: Readonly<Record<Regime, string>> = {
  b2b: 'professionnel',
  b2c: 'particulier',
  nonpro: 'association ou non-professionnel',
  public: 'acheteur public',
};
