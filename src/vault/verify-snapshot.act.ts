import { z } from 'zod';
import type { Tx } from '../platform/db.ts';
import { checkRatesFile } from './check-rates.ts';
import { creditorsRemembered } from './instance.db.ts';
import { type CreditorAudit, verifyCreditor } from './verify-creditor.act.ts';

/** The answer of `relance verify`; `erased` tells what was destroyed in due form, which is no problem. */
export const verifyAnswer = z.object({
  valid: z.boolean(),
  chains: z.int(),
  events: z.int(),
  documents: z.int(),
  problems: z.array(z.object({ where: z.string(), code: z.string(), message: z.string() })),
  erased: z.array(z.object({ where: z.string(), on: z.iso.date(), message: z.string() })),
});
export type VerifyAnswer = z.infer<typeof verifyAnswer>;

/** Checks every creditor, and the rates that persons entered, within a transaction that sees one moment. */
export async function verifySnapshot(tx: Tx, dataFolder: string): Promise<VerifyAnswer> {
  const audits: CreditorAudit[] = [];
  for (const creditorId of await creditorsRemembered(tx)) {
    audits.push(await verifyCreditor({ tx, creditorId, dataFolder }));
  }
  const total = (key: 'chains' | 'events' | 'documents') =>
    audits.reduce((sum, audit) => sum + audit[key], 0);
  const problems = [
    ...audits.flatMap((audit) => audit.problems),
    ...checkRatesFile(
      dataFolder,
      audits.map(({ rates }) => rates),
    ),
  ];
  return {
    valid: problems.length === 0,
    chains: total('chains'),
    events: total('events'),
    documents: total('documents'),
    problems,
    erased: audits.flatMap((audit) => audit.erased),
  };
}
