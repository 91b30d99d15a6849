/**
 * The sample company as `relance creditor set` takes it: the example firm of the contract, whose SIREN, VAT
 * number and IBAN have right keys and belong to nobody's books. Nothing it sends leaves the machine.
 */
export const SAMPLE_COMPANY = {
  name: 'Ateliers Lefèvre & Fils',
  legalForm: 'SAS',
  capital: '50000.00',
  siren: '732829320',
  rcs: 'Lyon',
  vatNumber: 'FR44732829320',
  address: { lines: ['12 rue de l’Église'], postcode: '69003', city: 'Lyon', country: 'FR' },
  email: 'compta@lefevre.example',
  phone: '+33465710000',
  iban: 'FR7630006000011234567890189',
  bic: 'AGRIFRPP',
  accountHolder: 'ATELIERS LEFEVRE ET FILS',
  signatory: { name: 'Claire Lefèvre', role: 'Gérante' },
  timeZone: 'Europe/Paris',
  smtp: null,
  rehearsal: true,
  armed: true,
} as const;

/** The second person of the sample company, who approves formal notices beside its owner. */
export const SAMPLE_MANAGER = { name: 'Marc Petit', email: 'marc@lefevre.example' } as const;
