import { counted } from '../desk/counted.ts';
import { isRefusal } from '../platform/refusal.ts';
import { verifyInstance } from '../vault/verify-instance.act.ts';
import type { VerifyAnswer } from '../vault/verify-snapshot.act.ts';
import type { DeskCommand } from './context.ts';
import { readArguments } from './positionals.ts';

const INVALID = 2;
/** A person needs the first faults; `--json` gives them all. */
const SHOWN = 20;

export const verify: DeskCommand = {
  name: 'verify',
  usage: 'relance verify',
  async run(args, context) {
    const read = readArguments(args, [], {});
    if (isRefusal(read)) return read;
    const answer = await verifyInstance(await context.database(), context.dataFolder);
    return { data: answer, text: verifyText(answer), exit: answer.valid ? 0 : INVALID };
  },
};

export function verifyText(answer: VerifyAnswer): string {
  const { valid, chains, events, documents, problems, erased } = answer;
  const counts = [
    counted(chains, 'chaîne', 'chaînes'),
    counted(events, 'événement', 'événements'),
    counted(documents, 'document', 'documents'),
  ].join(', ');
  const verdict = valid
    ? `Intact\u00a0: ${counts}.`
    : `${counted(problems.length, 'anomalie', 'anomalies')} sur ${counts}\u00a0:`;
  const lines = problems.slice(0, SHOWN).map(({ where, message }) => `  ${where}\n    ${message}`);
  if (problems.length > SHOWN) {
    lines.push(
      `  … et ${problems.length - SHOWN} de plus\u00a0: «\u00a0relance verify --json\u00a0» les donne toutes.`,
    );
  }
  const forgotten = erased.map(({ where, message }) => `  ${where}\u00a0: ${message}`);
  return [verdict, ...lines, ...forgotten].join('\n');
}
