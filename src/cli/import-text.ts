import type { FileImported } from '../intake/imported.ts';
import type { Change } from '../intake/invoice-plan.ts';
import { shortId } from '../platform/ids.ts';

/** Lines of a kind that a person reads; the machine's answer has them all. */
const SHOWN = 20;

const COUNTS = [
  ['debtors', 'client'],
  ['invoices', 'facture'],
  ['creditNotes', 'avoir'],
  ['payments', 'règlement'],
] as const;

function counted(count: number, name: string): string {
  return `${count} ${name}${count > 1 ? 's' : ''}`;
}

/** What the import of a file did, for a person: counts, what changed, what to repair, what comes next. */
export function importText(file: FileImported, dryRun: boolean): string {
  const encoding = [file.format, file.encoding, file.separator === '\t' ? 'tabulation' : file.separator];
  const head = `${file.file}\u00a0: ${counted(file.lines, 'ligne')} (${encoding.filter(Boolean).join(', ')})`;
  const created = COUNTS.filter(([key]) => file.created[key] > 0).map(([key, name]) =>
    counted(file.created[key], name),
  );
  const verb = dryRun ? 'À créer' : 'Créés';
  return [
    dryRun ? `${head} — essai, rien n’est écrit` : head,
    `  ${verb}\u00a0: ${created.join(', ') || 'rien'}\u00a0; mis à jour\u00a0: ${file.updated}\u00a0; inchangés\u00a0: ${file.unchanged}`,
    ...some(file.changes, changeText),
    ...matchedText(file),
    ...some(file.defects, ({ line, message, remedy }) => `  ${placeOf(line)}${message} ${remedy}`),
    ...file.warnings.map(({ message }) => `  ${message}`),
    ...needsText(file),
    ...quarantineText(file),
  ].join('\n');
}

function some<T>(list: readonly T[], text: (entry: T) => string): readonly string[] {
  const shown = list.slice(0, SHOWN).map(text);
  const more = list.length - shown.length;
  return more > 0 ? [...shown, `  … et ${more} autres (--json les donne tous)`] : shown;
}

function placeOf(line: number): string {
  return line > 0 ? `ligne ${line}\u00a0: ` : '';
}

function changeText({ document, field, from, to }: Change): string {
  return `  ${document}\u00a0: ${field} ${from ?? '—'} → ${to ?? '—'}`;
}

function matchedText({ matched, coveredUntil }: FileImported): readonly string[] {
  if (!matched) return [];
  const { certain, proposed, unknown } = matched;
  const counts =
    `  Règlements rapprochés\u00a0: ${certain}\u00a0; proposés\u00a0: ${proposed}\u00a0; ` +
    `à rapprocher\u00a0: ${unknown}`;
  return coveredUntil ? [counts, `  Encaissements connus jusqu’au ${coveredUntil}`] : [counts];
}

function needsText({ needs }: FileImported): readonly string[] {
  return needs.map(({ code, debtors }) =>
    code === 'customer_type_missing'
      ? `  ${counted(debtors, 'client')} sans type\u00a0: rien ne leur est envoyé tant qu’il manque (colonne type_client, ou «\u00a0relance debtor set CLÉ --regime …\u00a0»)`
      : `  ${counted(debtors, 'client')} de type contradictoire\u00a0: dites lequel («\u00a0relance debtor set CLÉ --regime …\u00a0»)`,
  );
}

function quarantineText(file: FileImported): readonly string[] {
  if (!file.quarantined) return [];
  const id = file.import === null ? '' : ` ${shortId('imp', file.import)}`;
  return [
    `  En quarantaine\u00a0: rien n’est relancé avant «\u00a0relance release${id}\u00a0» (--dry-run pour voir ce que cela ferait)`,
  ];
}
