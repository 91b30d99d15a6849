import { debtorsNamed } from '../debtors/debtors.db.ts';
import { debtorMeant } from '../debtors/find-debtor.ts';
import { sendNotice } from '../delivery/send-notice.act.ts';
import type { Scope } from '../journal/scope.ts';
import { sha256 } from '../journal/sha256.ts';
import {
  type ComposedNotice,
  composePromise,
  composeReceipt,
  composeStatement,
} from '../letters/compose-notice.ts';
import { gatherPromise, gatherReceipt, gatherStatement } from '../letters/gather-notice.db.ts';
import type { NoticeParties } from '../letters/notice-facts.ts';
import { renderPdf } from '../letters/render-pdf.ts';
import { loadWordings } from '../letters/wordings.db.ts';
import { findId } from '../platform/find-id.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext, DeskCommand } from './context.ts';
import { text } from './options.ts';
import { readArguments } from './positionals.ts';
import { commandOfVerbs } from './verbs.ts';
import { withCreditor } from './with-creditor.ts';
import { writeGivenFile } from './write-file.ts';

export const statement: DeskCommand = {
  name: 'statement',
  usage: 'relance statement CLIENT [--out FICHIER.pdf] [--send] [--currency EUR]',
  async run(args, context) {
    const read = readArguments(args, ['CLIENT'], {
      out: { type: 'string' },
      send: { type: 'boolean' },
      currency: { type: 'string' },
    });
    if (isRefusal(read)) return read;
    const out = text(read.values, 'out');
    const send = read.values.send === true;
    if (out === undefined && !send) {
      return refuse('option_missing', 'Dites où l’écrire (--out FICHIER.pdf) ou envoyez-le (--send).', {
        option: 'out',
      });
    }
    const currency = text(read.values, 'currency') ?? 'EUR';
    return await withCreditor(context, async (scope) => {
      const made = await statementOf(scope, read.positionals[0]!, currency, send);
      if (isRefusal(made) || out === undefined) return isRefusal(made) ? made : made.answer;
      const file = await writeGivenFile(out, made.pdf);
      if (isRefusal(file)) return file;
      const data = { ...(made.answer.data as object), file, sha256: sha256(made.pdf) };
      return { data, text: `${made.answer.text}\n${file}` };
    });
  },
};

async function statementOf(
  scope: Scope,
  named: string,
  currency: string,
  send: boolean,
): Promise<{ readonly pdf: Uint8Array; readonly answer: Answer } | Refusal> {
  const debtor = debtorMeant(named, await debtorsNamed(scope, named));
  if (isRefusal(debtor)) return debtor;
  const facts = await gatherStatement(scope, debtor.id, currency);
  const composed = composeStatement(facts, (await loadWordings(scope.tx)).overrides);
  if (isRefusal(composed)) return composed;
  const pdf = await renderPdf(composed.letter);
  if (isRefusal(pdf)) return pdf;
  const base = {
    done: 'statement',
    debtor: debtor.key,
    currency,
    due: facts.due.length,
    notYetDue: facts.notYetDue.length,
  };
  if (!send) return { pdf, answer: { data: base, text: `Relevé de ${debtor.name}.` } };
  const order = {
    debtorId: debtor.id,
    kind: 'statement',
    parties: facts,
    composed,
    paper: composed.letter,
  } as const;
  const sent = await sendNotice(scope, order);
  if (isRefusal(sent)) return sent;
  const data = { ...base, id: shortId('let', sent.id), queued: true };
  return {
    pdf,
    answer: { data, text: `Relevé de ${debtor.name} prêt\u00a0: le prochain «\u00a0run\u00a0» l’envoie.` },
  };
}

export const notice = commandOfVerbs('notice', ['relance notice promise ID', 'relance notice receipt ID'], {
  promise: sendPromise,
  receipt: sendReceipt,
});

async function sendPromise(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  return await send(args, context, 'promise', async (scope, typed) => {
    const id = await findId(scope, 'promises', 'prm', typed);
    if (isRefusal(id)) return id;
    const gathered = await gatherPromise(scope, id);
    if (!gathered) return nothing(typed);
    const composed = composePromise(gathered.facts, (await loadWordings(scope.tx)).overrides);
    return isRefusal(composed) ? composed : { ...gathered, composed };
  });
}

async function sendReceipt(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  return await send(args, context, 'receipt', async (scope, typed) => {
    const id = await findId(scope, 'payments', 'pay', typed);
    if (isRefusal(id)) return id;
    const gathered = await gatherReceipt(scope, id);
    if (!gathered) return nothing(typed);
    const composed = composeReceipt(gathered.facts, (await loadWordings(scope.tx)).overrides);
    return isRefusal(composed) ? composed : { ...gathered, composed };
  });
}

function nothing(typed: string): Refusal {
  return refuse(
    'id_unknown',
    'Rien à confirmer sous ce numéro\u00a0: promesse annulée, ou règlement de personne.',
    { id: typed },
  );
}

interface Made {
  readonly debtorId: string;
  readonly facts: NoticeParties;
  readonly composed: ComposedNotice;
}

async function send(
  args: readonly string[],
  context: CommandContext,
  kind: 'promise' | 'receipt',
  make: (scope: Scope, typed: string) => Promise<Made | Refusal>,
): Promise<Answer | Refusal> {
  const read = readArguments(args, ['ID'], {});
  if (isRefusal(read)) return read;
  return await withCreditor(context, async (scope) => {
    const made = await make(scope, read.positionals[0]!);
    if (isRefusal(made)) return made;
    const { debtorId, facts: parties, composed } = made;
    const letter = await sendNotice(scope, { debtorId, kind, parties, composed, paper: null });
    if (isRefusal(letter)) return letter;
    const id = shortId('let', letter.id);
    return {
      data: { done: 'notice_queued', id, kind },
      text: 'Message prêt\u00a0: le prochain «\u00a0run\u00a0» l’envoie.',
    };
  });
}
