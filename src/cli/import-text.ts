import { parseIso } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { counted } from '../desk/counted.ts';
import type { FileImported, UnmatchedPayment } from '../intake/imported.ts';
import { ZERO } from '../money/cents.ts';
import { formatMoney, parseDecimal } from '../money/format.ts';
import { shortId } from '../platform/ids.ts';
import { changeText } from './change-text.ts';

/** Lines of a kind that a person reads; the machine's answer has them all. */
const SHOWN = 20;
/** Lines with the same defect that a person reads the numbers of. */
const LINES_NAMED = 8;

const COUNTS = [
  ['debtors', 'client', 'clients'],
  ['invoices', 'facture', 'factures'],
  ['creditNotes', 'avoir', 'avoirs'],
  ['payments', 'règlement', 'règlements'],
] as const;
const KIND_NAMES = { invoices: 'factures', payments: 'règlements', debtors: 'clients' } as const;
const SEPARATOR_NAMES: Readonly<Record<string, string>> = {
  ';': 'points-virgules',
  ',': 'virgules',
  '\t': 'tabulations',
  '|': 'barres verticales',
};

/** Warnings that still matter when no line was read. */
const OF_TITLES = new Set(['columns_unknown', 'mapping_header_absent', 'sheets_ignored']);

/** What the import of a file did, for a person: counts, what changed, what to repair, what comes next. */
export function importText(file: FileImported, dryRun: boolean): string {
  const refused = file.defects.some(({ rejects }) => rejects === 'file');
  return [
    refused ? `${file.file}\u00a0: refusé, rien n’en est importé` : headText(file, dryRun),
    ...(refused ? [] : [countsText(file)]),
    ...some(file.changes.map(changeText)),
    ...matchedText(file, dryRun),
    ...some(defectLines(file)),
    ...file.warnings
      .filter(({ code }) => !refused || OF_TITLES.has(code))
      .map(({ message }) => `  ${message}`),
    ...needsText(file),
    ...quarantineText(file, dryRun),
  ].join('\n');
}

function headText({ file, kind, lines, ...opened }: FileImported, dryRun: boolean): string {
  const { format, encoding, separator } = opened;
  const text = `CSV, ${(encoding ?? '').toUpperCase().replace('WINDOWS', 'Windows')}`;
  const form = format === 'xlsx' ? 'classeur' : `${text}, ${SEPARATOR_NAMES[separator ?? ''] ?? ''}`;
  const what = kind === null ? '' : ` de ${KIND_NAMES[kind]}`;
  const head = `${file}\u00a0: ${counted(lines, 'ligne', 'lignes')}${what} (${form})`;
  return dryRun ? `${head} — essai, rien n’est écrit` : head;
}

function countsText({ created, updated, unchanged, nothingToClaim, defects }: FileImported): string {
  const added = COUNTS.filter(([key]) => created[key] > 0).map(([key, one, many]) =>
    counted(created[key], one, many),
  );
  const counts = [
    `  Ajouts\u00a0: ${added.join(', ') || 'aucun'}`,
    `mises à jour\u00a0: ${updated}`,
    `sans changement\u00a0: ${unchanged}`,
  ];
  if (nothingToClaim > 0) counts.push(`sans rien à réclamer\u00a0: ${nothingToClaim}`);
  const refused = new Set(defects.filter(({ rejects }) => rejects === 'line').map(({ line }) => line)).size;
  if (refused > 0) counts.push(`lignes refusées\u00a0: ${refused}`);
  return counts.join('\u00a0; ');
}

function some(lines: readonly string[]): readonly string[] {
  const shown = lines.slice(0, SHOWN).map((line) => `  ${line}`);
  const more = lines.length - shown.length;
  if (more <= 0) return shown;
  return [...shown, `  … et ${counted(more, 'autre (--json le donne)', 'autres (--json les donne)')}`];
}

/** Each defect once, with its lines; the columns that a file lacks are told together. */
function defectLines({ kind, defects }: FileImported): readonly string[] {
  const missing = defects.filter(({ code }) => code === 'column_missing');
  const names = missing.map(({ field }) => `«\u00a0${field}\u00a0»`).join(', ');
  const lacking = missing.length > 1 ? 'il manque les colonnes' : 'il manque la colonne';
  const message = kind === null ? `Pour un fichier de factures, ${lacking}` : capital(lacking);
  const told = defects.map((defect) =>
    defect.code === 'column_missing' ? { ...defect, message: `${message} ${names}.` } : defect,
  );
  const alike = Map.groupBy(told, ({ message, remedy }) => `${message} ${remedy}`);
  return [...alike].map(([sentence, group]) => `${placesText(group.map(({ line }) => line))}${sentence}`);
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function placesText(all: readonly number[]): string {
  const lines = [...new Set(all)].filter((line) => line > 0);
  const named = lines.slice(0, LINES_NAMED).join(', ');
  if (lines.length > LINES_NAMED) return `${counted(lines.length, 'ligne', 'lignes')} (${named}…)\u00a0: `;
  return lines.length === 0 ? '' : `ligne${lines.length > 1 ? 's' : ''} ${named}\u00a0: `;
}

function matchedText(
  { matched, unmatched = [], coveredUntil }: FileImported,
  dryRun: boolean,
): readonly string[] {
  if (!matched) return [];
  const { certain, proposed, unknown } = matched;
  const until = coveredUntil === undefined ? null : parseIso(coveredUntil);
  return [
    `  Règlements affectés à leur facture\u00a0: ${certain}\u00a0; à confirmer\u00a0: ${proposed}\u00a0; sans facture connue\u00a0: ${unknown}`,
    ...some(unmatched.map((payment) => unmatchedText(payment, dryRun))),
    ...(until === null ? [] : [`  Encaissements connus jusqu’au ${formatShortDay(until)}`]),
  ];
}

function unmatchedText(
  { line, debtor, invoice, amount, currency, payment }: UnmatchedPayment,
  dryRun: boolean,
) {
  const sum = formatMoney(parseDecimal(amount) ?? ZERO, currency);
  const payer = debtor === null ? 'payeur inconnu' : `client ${debtor}`;
  const guess = invoice === null ? 'gardé en attendant sa facture' : `c’est le montant dû sur ${invoice}`;
  const id = shortId('pay', payment);
  const command = dryRun
    ? ''
    : `\u00a0: «\u00a0relance payment allocate ${id} ${invoice ?? 'FACTURE'}\u00a0»`;
  return `ligne ${line}\u00a0: ${sum}, ${payer}, ${guess}${command}`;
}

const SAY_TYPE = '«\u00a0relance debtor set CLÉ --regime professionnel|particulier|association|public\u00a0»';

function needsText({ needs }: FileImported): readonly string[] {
  return needs.map(({ code, debtors }) => {
    const customers = counted(debtors, 'client', 'clients');
    const to = debtors > 1 ? 'leur' : 'lui';
    return code === 'customer_type_missing'
      ? `  ${customers} sans type\u00a0: rien ne ${to} est envoyé tant qu’il manque (colonne type_client, ou ${SAY_TYPE})`
      : `  ${customers} de type contradictoire\u00a0: dites lequel est juste (${SAY_TYPE})`;
  });
}

function quarantineText({ quarantined, import: made }: FileImported, dryRun: boolean): readonly string[] {
  if (!quarantined) return [];
  const id = made === null || dryRun ? '' : ` ${shortId('imp', made)}`;
  return [
    `  En quarantaine\u00a0: rien n’est relancé avant «\u00a0relance release${id}\u00a0» (avec --dry-run, pour voir ce que cela ferait)`,
  ];
}
