import { type Day, toIso } from '../calendar/day.ts';
import { formatShortDay } from '../calendar/french.ts';
import { type RegisteredNews, recordRegistered } from '../delivery/record-registered.act.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { DeskCommand } from './context.ts';
import { refuseFuture } from './fact-day.ts';
import { findProposal } from './find-proposal.ts';
import { asChoice, type OptionValues, optionalChoice, optionalDay, text, unlessRefused } from './options.ts';
import { readArguments } from './positionals.ts';
import { readGivenFile } from './read-file.ts';
import { withCreditor } from './with-creditor.ts';

const OUTCOMES = ['received', 'refused', 'unclaimed', 'unknown-address'] as const;
/** D37. */
const LARGEST_PROOF = 25_000_000;
const PROOFS = ['slip', 'receipt', 'envelope'] as const;

const MEDIA: readonly { readonly type: string; readonly starts: readonly number[] }[] = [
  { type: 'application/pdf', starts: [0x25, 0x50, 0x44, 0x46] },
  { type: 'image/png', starts: [0x89, 0x50, 0x4e, 0x47] },
  { type: 'image/jpeg', starts: [0xff, 0xd8, 0xff] },
];

export const registered: DeskCommand = {
  name: 'registered',
  usage:
    'relance registered ID [--tracking N] [--deposited D] [--presented D]\n' +
    `                   [--outcome ${OUTCOMES.join('|')} [--outcome-on D]] [--proof FICHIER [--kind ${PROOFS.join('|')}]]`,
  async run(args, context) {
    const options = Object.fromEntries(
      ['tracking', 'deposited', 'presented', 'outcome', 'outcome-on', 'proof', 'kind'].map((name) => [
        name,
        { type: 'string' as const },
      ]),
    );
    const read = readArguments(args, ['ID'], options);
    if (isRefusal(read)) return read;
    const news = await newsOf(read.values);
    if (isRefusal(news)) return news;
    return await withCreditor(context, async (scope, creditor) => {
      for (const on of [news.depositedOn, news.presentedOn, news.outcomeOn]) {
        const future = on === null ? null : refuseFuture(context, creditor, { on });
        if (future) return future;
      }
      const proposal = await findProposal(scope.tx, read.positionals[0]!);
      if (isRefusal(proposal)) return proposal;
      const letter = await recordRegistered(scope, proposal, news);
      if (isRefusal(letter)) return letter;
      const id = shortId('rem', proposal.id);
      const known = {
        tracking: letter.tracking,
        deposited: isoOrNull(letter.depositedOn),
        presented: isoOrNull(letter.presentedOn),
        outcome: letter.outcome,
      };
      const said = [
        letter.tracking && `suivi ${letter.tracking}`,
        letter.depositedOn !== null && `déposé le ${formatShortDay(letter.depositedOn)}`,
        letter.presentedOn !== null && `présenté le ${formatShortDay(letter.presentedOn)}`,
        letter.outcome && OUTCOME_WORDS[letter.outcome],
      ].filter(Boolean);
      return { data: { done: 'registered_recorded', id, ...known }, text: `${id}\u00a0: ${said.join(', ')}` };
    });
  },
};

const OUTCOME_WORDS: Readonly<Record<(typeof OUTCOMES)[number], string>> = {
  received: 'remis',
  refused: 'refusé',
  unclaimed: 'non réclamé',
  'unknown-address': 'inconnu à l’adresse',
};

function isoOrNull(day: Day | null): string | null {
  return day === null ? null : toIso(day);
}

async function newsOf(values: OptionValues): Promise<RegisteredNews | Refusal> {
  const read = unlessRefused({
    depositedOn: optionalDay(values, 'deposited'),
    presentedOn: optionalDay(values, 'presented'),
    outcomeOn: optionalDay(values, 'outcome-on'),
    outcome: optionalChoice(values, 'outcome', OUTCOMES),
    proof: await proofOf(values),
  });
  if (isRefusal(read)) return read;
  const tracking =
    text(values, 'tracking')
      ?.replaceAll(/[\s.-]/g, '')
      .toUpperCase() ?? null;
  if (tracking !== null && !/^[A-Z0-9]{6,30}$/.test(tracking)) {
    const message = `«\u00a0${tracking}\u00a0» n’est pas un numéro de suivi (lettres et chiffres).`;
    return refuse('option_value_unknown', message, { option: 'tracking', value: tracking });
  }
  return { ...read, tracking };
}

async function proofOf(values: OptionValues): Promise<RegisteredNews['proof'] | Refusal> {
  const file = text(values, 'proof');
  if (file === undefined) return null;
  const kind = asChoice(text(values, 'kind') ?? 'receipt', PROOFS, 'kind');
  if (isRefusal(kind)) return kind;
  const bytes = await readGivenFile(file, LARGEST_PROOF);
  if (isRefusal(bytes)) return bytes;
  const media = MEDIA.find(({ starts }) => starts.every((byte, index) => bytes[index] === byte));
  if (media) return { bytes, mediaType: media.type, kind };
  return refuse('document_not_pdf', `${file} n’est ni un PDF, ni une image PNG ou JPEG.`, { file });
}
