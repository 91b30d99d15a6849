/** A customer of the sample company, in the words of the columns of an invoice file. */
export interface SampleDebtor {
  readonly code: string;
  readonly name: string;
  /** Absent: the file does not say it, and the program asks. */
  readonly kind?: 'professionnel' | 'particulier' | 'association' | 'public';
  readonly legalForm?: string;
  readonly since?: string;
  readonly salesperson?: string;
  readonly siren?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly contact?: string;
  readonly address?: readonly [street: string, postcode: string, city: string, country?: string];
  readonly language?: 'en';
}

/**
 * One customer of every kind. All invented: addresses of example domains, telephone numbers that the
 * regulators keep for fiction, company numbers of a range that was never given.
 */
export const SAMPLE_DEBTORS = {
  valmont: {
    code: 'VALMONT',
    name: 'Groupe Valmont Industrie',
    kind: 'professionnel',
    legalForm: 'SA',
    since: '2014-03-01',
    salesperson: 'Hugo Arnaud',
    siren: '999100019',
    email: 'fournisseurs@valmont.example',
    phone: '04 65 71 10 20',
    contact: 'Sophie Garnier',
    address: ['180 avenue des Frères-Lumière', '69008', 'Lyon'],
  },
  dubreuil: {
    code: 'DUBREUIL',
    name: 'Menuiserie Dubreuil',
    kind: 'professionnel',
    legalForm: 'SARL',
    since: '2025-02-10',
    siren: '999100027',
    email: 'compta@dubreuil.example',
    phone: '04 65 71 20 31',
    contact: 'Paul Dubreuil',
    address: ['7 chemin des Scieries', '42600', 'Montbrison'],
  },
  marchand: {
    code: 'MARCHAND',
    name: 'Élodie Marchand',
    kind: 'professionnel',
    legalForm: 'EI',
    siren: '999100035',
    email: 'elodie@marchand-decoration.example',
    address: ['3 montée du Gourguillon', '69005', 'Lyon'],
  },
  bellerive: {
    code: 'BELLERIVE',
    name: 'Hôtel Bellerive',
    kind: 'professionnel',
    legalForm: 'SAS',
    since: '2024-05-02',
    salesperson: 'Hugo Arnaud',
    siren: '999100043',
    email: 'direction@bellerive.example',
    phone: '04 65 71 30 42',
    contact: 'Anne Roux',
    address: ['21 quai du Lac', '74000', 'Annecy'],
  },
  benali: {
    code: 'BENALI',
    name: 'Nadia Benali',
    kind: 'particulier',
    email: 'nadia.benali@famille.example',
    phone: '06 39 98 10 15',
    address: ['14 rue Paul-Bert', '69003', 'Lyon'],
  },
  canal: {
    code: 'CANAL',
    name: 'Les Amis du Canal',
    kind: 'association',
    legalForm: 'Association loi 1901',
    email: 'tresorier@amisducanal.example',
    contact: 'Michel Faure',
    address: ['2 place de la Mairie', '38460', 'Crémieu'],
  },
  saintAubin: {
    code: 'STAUBIN',
    name: 'Commune de Saint-Aubin-les-Prés',
    kind: 'public',
    email: 'comptabilite@saint-aubin.example',
    phone: '03 53 01 12 34',
    address: ['1 place de l’Église', '71430', 'Saint-Aubin-les-Prés'],
  },
  brightwater: {
    code: 'BRIGHT',
    name: 'Brightwater Interiors',
    kind: 'professionnel',
    legalForm: 'Ltd',
    email: 'accounts@brightwater.example',
    contact: 'Emma Clarke',
    address: ['48 Harbour Street', 'CT1 2AA', 'Canterbury', 'GB'],
    language: 'en',
  },
  boulangerie: {
    code: 'BOULANG',
    name: 'Boulangerie du Marché',
    kind: 'professionnel',
    legalForm: 'EURL',
    address: ['9 place du Marché', '01000', 'Bourg-en-Bresse'],
  },
  nomade: {
    code: 'NOMADE',
    name: 'Atelier Nomade',
    kind: 'professionnel',
    legalForm: 'SAS',
    email: 'bonjour@ateliernomade.example',
  },
  perrault: {
    code: 'PERRAULT',
    name: 'Cuisines Perrault',
    kind: 'professionnel',
    legalForm: 'SARL',
    siren: '999100050',
    email: 'gerance@perrault.example',
    address: ['30 rue de l’Industrie', '69200', 'Vénissieux'],
  },
  lilas: {
    code: 'LILAS',
    name: 'Clinique vétérinaire des Lilas',
    kind: 'professionnel',
    legalForm: 'SELARL',
    email: 'accueil@vetolilas.example',
    phone: '04 65 71 50 64',
    address: ['5 allée des Lilas', '69500', 'Bron'],
  },
  delmas: {
    code: 'DELMAS',
    name: 'Imprimerie Delmas',
    kind: 'professionnel',
    legalForm: 'SARL',
    email: 'compta@delmas.example',
    contact: 'Luc Delmas',
    address: ['12 impasse des Typographes', '42000', 'Saint-Étienne'],
  },
  anemone: {
    code: 'ANEMONE',
    name: 'Fleurs Anémone',
    kind: 'professionnel',
    legalForm: 'EI',
    email: 'bonjour@anemone.example',
    address: ['18 rue de la République', '26000', 'Valence'],
  },
  lacaze: {
    code: 'LACAZE',
    name: 'Pharmacie Lacaze',
    kind: 'professionnel',
    legalForm: 'SELAS',
    email: 'pharmacie@lacaze.example',
    address: ['44 cours Gambetta', '69007', 'Lyon'],
  },
  pinson: {
    code: 'PINSON',
    name: 'Rénov’Habitat Pinson',
    kind: 'professionnel',
    legalForm: 'SARL',
    siren: '999100068',
    email: 'contact@pinson.example',
    phone: '04 65 71 60 75',
    contact: 'Julien Pinson',
    address: ['65 route de Genas', '69100', 'Villeurbanne'],
  },
  costa: {
    code: 'COSTA',
    name: 'Peinture Costa',
    kind: 'professionnel',
    legalForm: 'SARL',
    siren: '999100076',
    email: 'peinture@costa.example',
    phone: '04 65 71 70 86',
    address: ['8 rue des Coloristes', '38200', 'Vienne'],
  },
  morel: {
    code: 'MOREL',
    name: 'Garage Morel',
    kind: 'professionnel',
    legalForm: 'SAS',
    email: 'atelier@garagemorel.example',
    address: ['2 zone artisanale du Parc', '01600', 'Trévoux'],
  },
  pins: {
    code: 'PINS',
    name: 'Camping des Pins',
    email: 'camping@lespins.example',
    address: ['Route du Lac', '73370', 'Le Bourget-du-Lac'],
  },
} as const satisfies Record<string, SampleDebtor>;

export type SampleDebtorKey = keyof typeof SAMPLE_DEBTORS;
