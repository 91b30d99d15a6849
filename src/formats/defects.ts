/**
 * What a defect costs: `file` nothing was read · `line` this line is left out, the others are kept ·
 * `value` the line is kept without this value · `field` the line when the column is essential, else the
 * value.
 */
type Rejects = 'file' | 'line' | 'value' | 'field';

interface DefectRule {
  readonly rejects: Rejects;
  /** French; `{value}`, `{field}` and `{detail}` are filled in. */
  readonly message: string;
  readonly remedy: string;
}

const SAVE_AS_CSV = 'Enregistrez le tableau au format CSV UTF-8 ou .xlsx, puis importez ce fichier.';
const TEMPLATE = 'Voyez les colonnes attendues (relance help import), ou associez les vôtres avec --mapping.';

/** Every defect a table can have. Each code has its line in docs/defects.md. */
export const DEFECTS = {
  // The file
  file_empty: {
    rejects: 'file',
    message: 'Le fichier est vide.',
    remedy: 'Refaites l’export : il ne contient aucune donnée.',
  },
  file_too_large: {
    rejects: 'file',
    message: 'Le fichier est trop volumineux : {detail}.',
    remedy: 'Découpez-le, par exemple par année, et importez les parties une à une.',
  },
  not_a_table: {
    rejects: 'file',
    message: 'Ce n’est pas un tableau : {detail}.',
    remedy: SAVE_AS_CSV,
  },
  archive_refused: {
    rejects: 'file',
    message:
      'Le classeur est protégé par un mot de passe ou démesuré une fois décompressé : il n’a pas été ouvert.',
    remedy: SAVE_AS_CSV,
  },
  workbook_damaged: {
    rejects: 'file',
    message: 'Le classeur est endommagé ou incomplet.',
    remedy: 'Ouvrez-le dans votre tableur et enregistrez-le à nouveau, ou refaites l’export.',
  },
  too_many_rows: {
    rejects: 'file',
    message: 'Le fichier dépasse {detail} lignes.',
    remedy: 'Découpez-le, par exemple par année, et importez les parties une à une.',
  },
  too_many_columns: {
    rejects: 'file',
    message: 'Le fichier dépasse {detail} colonnes.',
    remedy: 'Ne gardez que les colonnes attendues (relance help import).',
  },
  quotes_broken: {
    rejects: 'file',
    message:
      'Trop de guillemets ouverts ne sont jamais refermés : les colonnes ne peuvent pas être reconnues.',
    remedy: 'Refaites l’export avec des guillemets doublés à l’intérieur des textes, ou au format .xlsx.',
  },
  header_missing: {
    rejects: 'file',
    message: 'Aucune ligne de titres de colonnes n’a été reconnue dans les 30 premières lignes.',
    remedy: TEMPLATE,
  },
  no_lines: {
    rejects: 'file',
    message: 'Le fichier ne contient que ses titres de colonnes.',
    remedy: 'Refaites l’export : aucune ligne ne suit les titres.',
  },
  column_missing: {
    rejects: 'file',
    message: 'La colonne « {field} » est absente.',
    remedy: TEMPLATE,
  },
  mapping_unknown: {
    rejects: 'file',
    message: 'La correspondance des colonnes vise « {value} », qui n’est pas une colonne connue.',
    remedy: 'Corrigez le fichier donné à --mapping : « relance help import » donne les colonnes possibles.',
  },
  bank_statement_not_read: {
    rejects: 'file',
    message: 'C’est un relevé de compte bancaire, que Relance ne sait pas encore lire.',
    remedy:
      'Saisissez ce qui a été reçu avec « relance payment add FACTURE MONTANT --on JOUR », ou importez un tableau des règlements (colonnes date, montant, facture ou client) avec « relance import FICHIER --as payments » ; puis dites jusqu’à quel jour vous avez regardé la banque : « relance confirm bank --on JOUR ».',
  },
  entries_not_read: {
    rejects: 'file',
    message: 'C’est un fichier d’écritures comptables (FEC), que Relance ne lit pas.',
    remedy: 'Exportez la liste des factures non soldées, une ligne par facture, et importez-la.',
  },
  aged_balance: {
    rejects: 'file',
    message: 'C’est une balance âgée : elle donne des totaux par client, aucune facture à relancer.',
    remedy: 'Exportez la liste des factures non soldées, une ligne par facture.',
  },
  // The line
  line_cut: {
    rejects: 'line',
    message: 'La dernière ligne est coupée : le fichier est incomplet.',
    remedy: 'Refaites l’export ou la copie du fichier, puis importez-le à nouveau.',
  },
  quote_unclosed: {
    rejects: 'line',
    message: 'Un guillemet ouvert sur cette ligne n’est jamais refermé.',
    remedy: 'Supprimez ce guillemet, ou doublez-le ("") s’il fait partie du texte.',
  },
  row_short: {
    rejects: 'line',
    message: 'Il manque des cellules à cette ligne : {detail}.',
    remedy: 'Cherchez un retour à la ligne ou un séparateur manquant et corrigez la ligne.',
  },
  row_long: {
    rejects: 'line',
    message: 'Cette ligne a trop de cellules : {detail}. Les valeurs sont sans doute décalées.',
    remedy: 'Mettez entre guillemets le texte qui contient le séparateur.',
  },
  number_missing: {
    rejects: 'line',
    message: 'Le numéro de facture manque.',
    remedy: 'Complétez le numéro de la facture.',
  },
  number_damaged: {
    rejects: 'line',
    message:
      'Le numéro « {value} » a été transformé par le tableur (notation scientifique) : ses chiffres sont perdus.',
    remedy: 'Mettez la colonne au format Texte avant de saisir ou de coller les numéros, puis exportez.',
  },
  customer_missing: {
    rejects: 'line',
    message: 'Le client manque : ni nom, ni code client.',
    remedy: 'Complétez le nom du client ou son code.',
  },
  issue_date_missing: {
    rejects: 'line',
    message: 'La date de la facture manque.',
    remedy: 'Complétez la date d’émission de la facture.',
  },
  amount_missing: {
    rejects: 'line',
    message: 'Le montant manque.',
    remedy: 'Complétez le montant, taxes comprises.',
  },
  amount_invalid: {
    rejects: 'line',
    message: '« {value} » n’est pas un montant (colonne « {field} »).',
    remedy: 'Écrivez le montant en chiffres, par exemple 1234,56.',
  },
  amount_damaged: {
    rejects: 'line',
    message: 'Le montant « {value} » est en notation scientifique : ses centimes sont perdus.',
    remedy: 'Mettez la colonne au format Nombre à deux décimales, puis exportez.',
  },
  amount_decimals: {
    rejects: 'line',
    message: 'Le montant « {value} » a plus de deux décimales.',
    remedy: 'Arrondissez-le au centime, comme sur la facture.',
  },
  amount_ambiguous: {
    rejects: 'line',
    message: 'Le montant « {value} » se lit de deux façons : la colonne mêle virgules et points décimaux.',
    remedy: 'Écrivez toute la colonne de la même façon, par exemple 1234,56.',
  },
  amount_too_large: {
    rejects: 'line',
    message: 'Le montant « {value} » dépasse ce qu’une facture peut porter.',
    remedy: 'Vérifiez le montant : il y a sans doute des chiffres en trop.',
  },
  amount_zero: {
    rejects: 'line',
    message: 'Le montant du règlement est nul.',
    remedy: 'Indiquez le montant reçu, ou supprimez la ligne.',
  },
  paid_negative: {
    rejects: 'line',
    message: 'Le montant déjà réglé « {value} » est négatif.',
    remedy:
      'Indiquez ce qui a été reçu, en positif ; un remboursement est un règlement négatif à importer à part.',
  },
  retention_invalid: {
    rejects: 'line',
    message: 'La retenue de garantie « {value} » est négative ou dépasse la facture.',
    remedy: 'Indiquez le montant retenu, entre zéro et le montant de la facture.',
  },
  currency_unknown: {
    rejects: 'line',
    message: '« {value} » n’est pas une devise.',
    remedy: 'Indiquez le code de la devise en trois lettres : EUR, CHF ou USD.',
  },
  currency_disagrees: {
    rejects: 'line',
    message: 'Le montant « {value} » porte une autre devise que la colonne devise ({detail}).',
    remedy: 'Corrigez l’un des deux.',
  },
  partial_without_amount: {
    rejects: 'line',
    message: 'La facture est partiellement payée, mais rien ne dit combien.',
    remedy: 'Ajoutez la colonne deja_regle ou reste_du.',
  },
  duplicate_line: {
    rejects: 'line',
    message: 'La facture « {value} » de ce client figure déjà dans le fichier : {detail}.',
    remedy: 'Gardez une ligne par facture, ou une par échéance avec des dates d’échéance différentes.',
  },
  sibling_rejected: {
    rejects: 'line',
    message:
      'Une autre ligne de la facture « {value} » est refusée ({detail}) : son solde ne serait pas sûr.',
    remedy: 'Corrigez l’autre ligne : la facture sera importée avec toutes ses lignes.',
  },
  number_under_two_customers: {
    rejects: 'line',
    message: 'Le numéro « {value} » est porté par plusieurs clients : {detail}.',
    remedy:
      'Corrigez le client ou le numéro ; si ce sont bien plusieurs factures, importez avec --accept-shared-numbers.',
  },
  duplicate_debtor: {
    rejects: 'line',
    message: 'Ce client figure déjà dans le fichier : {detail}.',
    remedy: 'Gardez une seule ligne par client.',
  },
  payment_date_missing: {
    rejects: 'line',
    message: 'La date du règlement manque.',
    remedy: 'Complétez la date à laquelle l’argent a été reçu.',
  },
  payment_target_missing: {
    rejects: 'line',
    message: 'Rien ne dit ce que paie ce règlement : ni facture, ni référence, ni client.',
    remedy: 'Complétez le numéro de la facture, la référence ou le client.',
  },
  // One cell of any column
  date_invalid: {
    rejects: 'field',
    message: '« {value} » n’est pas une date (colonne « {field} »).',
    remedy: 'Écrivez la date sous la forme jj/mm/aaaa ; elle doit exister au calendrier.',
  },
  date_out_of_range: {
    rejects: 'field',
    message: 'La date « {value} » est invraisemblable (colonne « {field} »).',
    remedy: 'Vérifiez l’année.',
  },
  date_with_zone: {
    rejects: 'field',
    message:
      'La date « {value} » porte une heure universelle : le jour change selon le fuseau (colonne « {field} »).',
    remedy: 'Exportez la date seule, sans heure.',
  },
  formula_cell: {
    rejects: 'field',
    message: 'La cellule contient une formule, pas sa valeur : « {value} » (colonne « {field} »).',
    remedy: 'Copiez la colonne et collez-la en valeurs, puis exportez à nouveau.',
  },
  formula_error: {
    rejects: 'field',
    message: 'La cellule contient l’erreur de tableur « {value} » (colonne « {field} »).',
    remedy: 'Corrigez la formule dans le tableur, puis exportez à nouveau.',
  },
  encoding_damaged: {
    rejects: 'field',
    message:
      'Les accents de « {value} » sont abîmés : le fichier a été relu dans un mauvais codage (colonne « {field} »).',
    remedy: 'Refaites l’export d’origine en CSV UTF-8, sans l’ouvrir entre-temps dans un tableur.',
  },
  text_too_long: {
    rejects: 'field',
    message: 'Le texte est trop long (colonne « {field} ») : {detail} caractères.',
    remedy: 'Raccourcissez-le ; un guillemet jamais refermé peut aussi en être la cause.',
  },
  // The invoice, kept
  due_date_missing: {
    rejects: 'value',
    message: 'La date d’échéance manque : la facture est importée mais ne sera pas relancée.',
    remedy: 'Complétez la date d’échéance et importez à nouveau.',
  },
  due_before_issued: {
    rejects: 'value',
    message:
      'L’échéance « {value} » précède la date de la facture : la facture est importée mais ne sera pas relancée.',
    remedy: 'Corrigez l’une des deux dates et importez à nouveau.',
  },
  received_before_issued: {
    rejects: 'value',
    message: 'La réception « {value} » précède la date de la facture : elle n’est pas retenue.',
    remedy: 'Corrigez l’une des deux dates et importez à nouveau.',
  },
  amounts_disagree: {
    rejects: 'value',
    message:
      'Montant, déjà réglé et reste dû ne s’accordent pas ({detail}) : le plus petit solde est retenu.',
    remedy: 'Vérifiez ce qui reste dû et corrigez l’une des colonnes.',
  },
  status_disagrees: {
    rejects: 'value',
    message: 'Le statut « {value} » contredit les montants ({detail}) : les montants sont retenus.',
    remedy: 'Vérifiez si la facture est réglée et corrigez le statut ou les montants.',
  },
  payment_in_future: {
    rejects: 'field',
    message: 'Le règlement est daté du « {value} », dans le futur.',
    remedy: 'Vérifiez la date du règlement.',
  },
  iban_without_assignee: {
    rejects: 'value',
    message:
      'IBAN refusé, facture gardée : sur une facture, l’IBAN est celui du cessionnaire, et la colonne cede_a n’en nomme aucun.',
    remedy:
      'Si la facture est cédée (affacturage), nommez le cessionnaire dans cede_a ; si c’est l’IBAN de votre client ou le vôtre, videz la colonne, ou laissez-la de côté avec un fichier --mapping qui contient { "{field}": "" }.',
  },
  iban_invalid: {
    rejects: 'value',
    message: 'L’IBAN « {value} » est faux : {detail}.',
    remedy: 'Recopiez-le depuis le relevé d’identité bancaire.',
  },
  customer_type_unknown: {
    rejects: 'value',
    message: 'Le type de client « {value} » n’est pas connu.',
    remedy: 'Indiquez professionnel, particulier, association ou public.',
  },
  payment_method_unknown: {
    rejects: 'value',
    message: 'Le mode de règlement « {value} » n’est pas connu.',
    remedy: 'Indiquez virement, prélèvement, lcr, chèque ou carte.',
  },
  // The customer, kept
  siren_invalid: {
    rejects: 'value',
    message: 'Le SIREN « {value} » est faux : {detail}.',
    remedy: 'Vérifiez ses neuf chiffres sur une facture ou sur l’Annuaire des entreprises.',
  },
  siret_invalid: {
    rejects: 'value',
    message: 'Le SIRET « {value} » est faux : {detail}.',
    remedy: 'Vérifiez ses quatorze chiffres sur une facture ou sur l’Annuaire des entreprises.',
  },
  siret_damaged: {
    rejects: 'value',
    message:
      'Le tableur a transformé le numéro en « {value} » : ses derniers chiffres sont perdus (colonne « {field} »).',
    remedy: 'Mettez la colonne au format Texte et recopiez les numéros, ou donnez le numéro de TVA.',
  },
  vat_invalid: {
    rejects: 'value',
    message: 'Le numéro de TVA « {value} » est faux : {detail}.',
    remedy: 'Recopiez-le depuis une facture : FR, deux caractères de clé, puis le SIREN.',
  },
  identifiers_disagree: {
    rejects: 'value',
    message: '« {value} » (colonne « {field} ») n’appartient pas à l’entreprise {detail}.',
    remedy: 'Corrigez le SIREN, le SIRET ou le numéro de TVA : ils désignent deux entreprises.',
  },
  email_invalid: {
    rejects: 'value',
    message: '« {value} » n’est pas une adresse e-mail.',
    remedy:
      'Écrivez l’adresse comme compta@entreprise.fr ; séparez-en plusieurs par une virgule ou un point-virgule.',
  },
  phone_invalid: {
    rejects: 'value',
    message: '« {value} » n’est pas un numéro de téléphone.',
    remedy: 'Écrivez-le avec ses dix chiffres, ou avec l’indicatif du pays (+32…).',
  },
  postcode_invalid: {
    rejects: 'value',
    message: '« {value} » n’est pas un code postal français.',
    remedy: 'Écrivez ses cinq chiffres, ou indiquez le pays si l’adresse est à l’étranger.',
  },
  country_unknown: {
    rejects: 'value',
    message: 'Le pays « {value} » n’est pas connu.',
    remedy: 'Indiquez son nom en français ou son code en deux lettres (FR, BE, CH…).',
  },
  language_unknown: {
    rejects: 'value',
    message: 'La langue « {value} » n’est pas proposée.',
    remedy: 'Indiquez fr ou en.',
  },
} as const satisfies Record<string, DefectRule>;

export type DefectCode = keyof typeof DEFECTS;
