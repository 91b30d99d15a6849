/**
 * What a column means. `name` and `english` are the headers of our own template and the words of a saved
 * mapping.
 */
export interface ColumnSpec<Name extends string = string> {
  readonly name: Name;
  readonly english: string;
  /** Headers of other tools, best first; compared without case, accents, blanks and punctuation. */
  readonly aliases: readonly string[];
  /** A cell of it that cannot be read rejects its line; elsewhere only the value is left out. */
  readonly essential?: true;
  /** Several headers of one file may feed it. */
  readonly many?: true;
}

function column<const Name extends string>(
  name: Name,
  english: string,
  aliases: readonly string[] = [],
  options: { essential?: true; many?: true } = {},
): ColumnSpec<Name> {
  return { name, english, aliases, ...options };
}

const essential = { essential: true } as const;
const many = { many: true } as const;

/** Facts whose title may say whose they are; a name or a code beside the customer already means its own. */
const SAID_OF_CUSTOMER: ReadonlySet<string> = new Set([
  ...['forme_juridique', 'siren', 'siret', 'tva_intra', 'email', 'telephone', 'contact'],
  ...['adresse', 'adresse2', 'adresse3', 'code_postal', 'ville', 'pays', 'langue'],
]);

/** `email_client`, « ville du client », `tiers_pays`, `customer_city`, for every title of the column. */
function saidOfCustomer<Spec extends ColumnSpec>(spec: Spec): Spec {
  if (!SAID_OF_CUSTOMER.has(spec.name)) return spec;
  const titles = [spec.name, spec.english, ...spec.aliases];
  const whose = titles.flatMap((title) => [
    ...['client', 'du client', 'tiers', 'du tiers'].map((end) => `${title} ${end}`),
    ...['client', 'tiers', 'customer'].map((start) => `${start} ${title}`),
  ]);
  return { ...spec, aliases: [...spec.aliases, ...whose] };
}

/** The customer, on invoice lines and in a file of customers. */
const CUSTOMER = [
  column(
    'client',
    'customer',
    [
      ...['nom du client', 'nom client', 'client nom', 'raison sociale', 'nom ou raison sociale', 'société'],
      ...['tiers', 'nom tiers', 'nom du tiers', 'dénomination', 'dénomination sociale', 'destinataire'],
      ...[
        'partenaire',
        'débiteur',
        'customer name',
        'client name',
        'company name',
        'company',
        'display name',
      ],
      ...['partner', 'nom', 'name'],
    ],
    essential,
  ),
  column('code_client', 'customer_code', [
    ...['code tiers', 'n° client', 'no client', 'num client', 'numéro client', 'code compta client'],
    ...['compte auxiliaire', 'compte tiers', 'compte client', 'compaux', 'id client', 'customer id'],
    ...['customer number', 'customer no', 'compte', 'client code', 'code du client', 'identifiant client'],
  ]),
  column('type_client', 'customer_type', [
    'type de client',
    'type du client',
    'client type',
    'type tiers',
    'catégorie client',
    'nature client',
  ]),
  column('forme_juridique', 'legal_form', ['forme', 'statut juridique']),
  column('client_depuis', 'customer_since', ['date entrée client', 'client since']),
  column('commercial', 'salesperson', ['vendeur', 'représentant', 'sales rep', 'sales person']),
  column('siren', 'siren', ['n° siren', 'numéro siren']),
  column('siret', 'siret', ['n° siret', 'numéro siret']),
  column('tva_intra', 'vat_number', [
    ...['n° tva', 'no tva', 'numéro tva', 'numéro de tva', 'tva intracom', 'tva intracommunautaire'],
    ...['n° tva intracom', 'n° tva intracommunautaire', 'n° tva intra', 'id. tva', 'vat id', 'vat no'],
  ]),
  column(
    'email',
    'email',
    [
      ...[
        'mail',
        'adresse e-mail',
        'adresse mail',
        'adresse électronique',
        'courriel',
        'email id',
        'e-mails',
      ],
      ...['e-mail facturation', 'e-mail comptabilité', 'email address'],
    ],
    many,
  ),
  column(
    'telephone',
    'phone',
    ['tél', 'numéro de téléphone', 'n° téléphone', 'téléphone fixe', 'phone number', 'mobile', 'portable'],
    many,
  ),
  column('contact', 'contact', ['nom du contact', 'interlocuteur', 'contact name']),
  column('adresse', 'address', [
    ...[
      'adresse 1',
      'adresse ligne 1',
      'adresse de facturation',
      'adresse facturation',
      'rue',
      'billing address',
    ],
    ...['billing street', 'address 1', 'address line 1', 'street'],
  ]),
  column('adresse2', 'address2', [
    ...[
      'adresse ligne 2',
      "complément d'adresse",
      'complément adresse',
      'address line 2',
      'billing street 2',
    ],
  ]),
  column('adresse3', 'address3', ['adresse ligne 3', 'address line 3']),
  column('code_postal', 'postcode', ['cp', 'zip', 'zip code', 'postal code', 'billing code', 'billing zip']),
  column('ville', 'city', ['commune', 'localité', 'billing city', 'town']),
  column('pays', 'country', ['code pays', 'country code', 'billing country']),
  column('langue', 'language', ['lang']),
  column('scenario', 'scenario', ['scénario de relance']),
  column('conditions_reglement', 'terms', [
    ...[
      'délai de paiement',
      'délai de règlement',
      'délai paiement',
      'délai règlement',
      'conditions de paiement',
    ],
    ...['conditions de règlement', 'payment terms label', 'payment terms'],
  ]),
].map(saidOfCustomer);

/** The document itself. */
const INVOICE = [
  column(
    'facture',
    'invoice',
    [
      ...['n° facture', 'no facture', 'num facture', 'numéro facture', 'numéro de facture', 'n° de facture'],
      ...['réf. facture', 'référence facture', 'invoice number', 'invoice no', 'numéro', 'n°', 'n° pièce'],
      ...[
        'no pièce',
        'numéro pièce',
        'numéro de pièce',
        'n° de pièce',
        'référence pièce',
        'pièce',
        'n° document',
      ],
      ...['numéro document', 'document', 'number'],
    ],
    essential,
  ),
  column(
    'date_facture',
    'issued_on',
    [
      ...['date de facture', "date d'émission", 'date émission', 'date facturation', 'date de facturation'],
      ...['date pièce', 'date de pièce', 'date document', 'date du document', 'émise le', 'invoice date'],
      ...['issue date', 'date'],
    ],
    essential,
  ),
  column('date_echeance', 'due_on', [
    ...["date d'échéance", "date d'éch.", 'date éch', 'échéance', 'date limite de règlement'],
    ...['date limite règlement', 'date limite de paiement', 'à payer avant le', 'due date', 'deadline'],
  ]),
  column(
    'montant_ttc',
    'amount',
    [
      ...[
        'total ttc',
        'montant total ttc',
        'ttc',
        'total signé',
        'amount total signed',
        'amount including tax',
      ],
      ...['gross amount', 'net à payer', 'montant total', 'total amount', 'amount total', 'total', 'montant'],
    ],
    essential,
  ),
  column(
    'deja_regle',
    'paid',
    [
      ...[
        'réglé',
        'montant réglé',
        'montant payé',
        'déjà payé',
        'total réglé',
        'encaissé',
        'montant encaissé',
      ],
      ...['payé', 'acompte', 'acomptes', 'amount paid'],
    ],
    essential,
  ),
  column(
    'reste_du',
    'open',
    [
      ...[
        'reste à payer',
        'reste à régler',
        'reste à encaisser',
        'solde dû',
        'montant dû',
        'montant dû signé',
      ],
      ...['restant dû', 'solde', 'balance due', 'amount due', 'amount residual signed', 'balance', 'restant'],
      ...['reste'],
    ],
    essential,
  ),
  column('libelle', 'description', ['objet', 'désignation', 'intitulé', 'libellé facture', 'subject']),
  column('montant_ht', 'net', [
    'total ht',
    'total ht signé',
    'net ht',
    'ht',
    'subtotal',
    'amount excluding tax',
  ]),
  column('montant_tva', 'vat', ['total tva', 'montant de tva', 'tva', 'tax', 'vat amount']),
  column(
    'statut',
    'status',
    [
      ...['état', 'statut du paiement', 'statut paiement', 'état du paiement', 'statut facture', 'state'],
      ...['statut de la facture', 'invoice status', 'payment status', 'payment state'],
    ],
    many,
  ),
  column('facture_payee', 'settled', ['payée', 'soldée', 'réglée', 'facture soldée', 'paid in full']),
  column('type_piece', 'document_type', [
    ...['type de pièce', 'type document', 'type de document', 'type facture', 'type de facture', 'move type'],
    ...['nature', 'type'],
  ]),
  column('date_prestation', 'performed_on', ['date de prestation', 'date de livraison', 'delivery date']),
  column('date_reception', 'received_on', ['date de réception', 'reçue le']),
  column('commande', 'order', [
    ...[
      'n° commande',
      'numéro de commande',
      'bon de commande',
      'n° de commande',
      'purchase order',
      'po number',
    ],
  ]),
  column('engagement', 'commitment', ['n° engagement', "numéro d'engagement", 'engagement juridique']),
  column('code_service', 'service_code', ['service', 'code service exécutant']),
  column('depot_chorus', 'chorus_deposit', ['n° dépôt chorus', 'numéro de dépôt chorus', 'chorus']),
  column('date_depot_chorus', 'chorus_deposited_on', ['date de dépôt chorus']),
  column('mode_reglement', 'payment_method', [
    ...['mode de règlement', 'mode de paiement', 'mode paiement', 'moyen de paiement', 'payment mode'],
  ]),
  column('cede_a', 'assigned_to', ['factor', 'cédée à', 'affacturage', 'cessionnaire'], essential),
  column('retenue_garantie', 'retention', ['retenue de garantie', 'montant retenue de garantie'], essential),
  column('liberation_retenue', 'retention_release_on', [
    'libération de la retenue',
    'date libération retenue',
  ]),
  column('devise', 'currency', ['monnaie', 'currency code', 'code devise'], essential),
  column('reference', 'reference', [
    ...['réf', 'votre référence', 'référence client', 'facture corrigée', 'invoice corrected'],
  ]),
  column('iban', 'iban', ['compte bancaire', 'bank account']),
  column('date_reglement', 'paid_on', [
    ...['date de paiement', 'date paiement', 'date de règlement', "date d'encaissement", 'date encaissement'],
    ...['last payment date', 'payment date'],
  ]),
  column('montant_reglement', 'payment_amount', ['montant du règlement', 'montant paiement'], essential),
  column('id_reglement', 'payment_id', ['id paiement', 'n° règlement', 'numéro de règlement']),
  column(
    'ligne_article',
    'item',
    [
      ...['article', 'code article', 'item name', 'item price', 'item total', 'quantity', 'quantité', 'qté'],
      ...['prix unitaire', 'pu ht', 'produit', 'unit price'],
    ],
    many,
  ),
];

export const INVOICE_COLUMNS = [...INVOICE, ...CUSTOMER];

/** In a file of customers the bank account is theirs, and bare words like `code` can only be about them. */
export const DEBTOR_COLUMNS = [
  ...CUSTOMER.map((spec) =>
    spec.name === 'code_client' ? { ...spec, aliases: [...spec.aliases, 'code', 'id'] } : spec,
  ),
  column('iban', 'iban', ['compte bancaire', 'bank account']),
];

export const PAYMENT_COLUMNS = [
  ...INVOICE.filter((spec) => spec.name === 'facture' || spec.name === 'devise' || spec.name === 'reference'),
  ...CUSTOMER.filter((spec) => spec.name === 'client' || spec.name === 'code_client'),
  column(
    'montant',
    'amount',
    [
      ...['montant réglé', 'montant payé', 'montant règlement', 'montant du règlement', 'montant paiement'],
      ...['montant encaissé', 'payment amount', 'amount paid', 'réglé', 'encaissé', 'montant ttc'],
    ],
    essential,
  ),
  column(
    'date',
    'paid_on',
    [
      ...['date règlement', 'date paiement', 'date de règlement', 'date de paiement', "date d'encaissement"],
      ...['date encaissement', 'payé le', 'réglé le', 'reçu le', 'payment date'],
    ],
    essential,
  ),
  column('moyen', 'means', [
    ...[
      'moyen de paiement',
      'mode règlement',
      'mode de règlement',
      'mode de paiement',
      'mode paiement',
      'mode',
    ],
    ...['payment method', 'payment mode'],
  ]),
];

/** Name, in our template, of every column that a file of invoices, customers or payments may have. */
export type ColumnName =
  | (typeof INVOICE_COLUMNS)[number]['name']
  | (typeof DEBTOR_COLUMNS)[number]['name']
  | (typeof PAYMENT_COLUMNS)[number]['name'];
