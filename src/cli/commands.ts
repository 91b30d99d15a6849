import type { Command } from './command.ts';
import type { DeskCommand } from './context.ts';

/**
 * Commands that need no database, and of the data folder only the rates that persons entered; loaded only
 * when asked for, so that each starts at once.
 */
export const OFFLINE = {
  penalties: async (): Promise<Command> => (await import('./penalties.ts')).penalties,
  rates: async (): Promise<Command> => (await import('./rates.ts')).rates,
  limitation: async (): Promise<Command> => (await import('./limitation.ts')).limitation,
  deadline: async (): Promise<Command> => (await import('./deadline.ts')).deadline,
  due: async (): Promise<Command> => (await import('./due.ts')).due,
} as const;

const DESK = {
  'rates set': async (): Promise<DeskCommand> => (await import('./rates-set.ts')).ratesSet,
  import: async (): Promise<DeskCommand> => (await import('./import.ts')).importCommand,
  release: async (): Promise<DeskCommand> => (await import('./release.ts')).release,
  creditor: async (): Promise<DeskCommand> => (await import('./creditor.ts')).creditor,
  user: async (): Promise<DeskCommand> => (await import('./user.ts')).user,
  debtor: async (): Promise<DeskCommand> => (await import('./debtor.ts')).debtor,
  payment: async (): Promise<DeskCommand> => (await import('./payment.ts')).payment,
  invoice: async (): Promise<DeskCommand> => (await import('./invoice.ts')).invoice,
  attach: async (): Promise<DeskCommand> => (await import('./attach.ts')).attach,
  promise: async (): Promise<DeskCommand> => (await import('./promise.ts')).promise,
  dispute: async (): Promise<DeskCommand> => (await import('./dispute.ts')).dispute,
  hold: async (): Promise<DeskCommand> => (await import('./hold.ts')).hold,
  'plan-payments': async (): Promise<DeskCommand> => (await import('./plan-payments.ts')).planPayments,
  confirm: async (): Promise<DeskCommand> => (await import('./confirm.ts')).confirm,
  scenario: async (): Promise<DeskCommand> => (await import('./scenario.ts')).scenario,
  wording: async (): Promise<DeskCommand> => (await import('./wording.ts')).wording,
  plan: async (): Promise<DeskCommand> => (await import('./plan.ts')).plan,
  why: async (): Promise<DeskCommand> => (await import('./why.ts')).why,
  history: async (): Promise<DeskCommand> => (await import('./history.ts')).history,
  erase: async (): Promise<DeskCommand> => (await import('./erase.ts')).erase,
  run: async (): Promise<DeskCommand> => (await import('./run.ts')).run,
  approve: async (): Promise<DeskCommand> => (await import('./approve.ts')).approve,
  skip: async (): Promise<DeskCommand> => (await import('./task.ts')).skip,
  done: async (): Promise<DeskCommand> => (await import('./task.ts')).done,
  call: async (): Promise<DeskCommand> => (await import('./call.ts')).call,
  letter: async (): Promise<DeskCommand> => (await import('./letter.ts')).letter,
  statement: async (): Promise<DeskCommand> => (await import('./notice.ts')).statement,
  notice: async (): Promise<DeskCommand> => (await import('./notice.ts')).notice,
  posted: async (): Promise<DeskCommand> => (await import('./posted.ts')).posted,
  registered: async (): Promise<DeskCommand> => (await import('./registered.ts')).registered,
  litigation: async (): Promise<DeskCommand> => (await import('./litigation.ts')).litigation,
  bounced: async (): Promise<DeskCommand> => (await import('./posted.ts')).bounced,
  resolve: async (): Promise<DeskCommand> => (await import('./posted.ts')).resolve,
  start: async (): Promise<DeskCommand> => (await import('./start.ts')).start,
  sample: async (): Promise<DeskCommand> => (await import('./sample.ts')).sample,
  serve: async (): Promise<DeskCommand> => (await import('./serve.ts')).serve,
  doctor: async (): Promise<DeskCommand> => (await import('./doctor.ts')).doctor,
  verify: async (): Promise<DeskCommand> => (await import('./verify.ts')).verify,
  backup: async (): Promise<DeskCommand> => (await import('./backup.ts')).backup,
  adopt: async (): Promise<DeskCommand> => (await import('./adopt.ts')).adopt,
  restore: async (): Promise<DeskCommand> => (await import('./backup.ts')).restore,
} as const;

export const COMMANDS = { ...OFFLINE, ...DESK } as const;

export type CommandName = keyof typeof COMMANDS;
export type OfflineName = keyof typeof OFFLINE;

export function isOffline(name: CommandName): name is OfflineName {
  return name in OFFLINE;
}

/** The command that a line begins with, of one word or two, and what follows it; null when there is none. */
export function commandOf(
  words: readonly string[],
): { readonly name: CommandName; readonly args: readonly string[] } | null {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ');
    if (Object.hasOwn(COMMANDS, name) && words.length >= count)
      return { name: name as CommandName, args: words.slice(count) };
  }
  return null;
}

/**
 * Commands that a damaged file of entered rates does not stop: they compute with no rate, tell of the damage
 * or carry the file as it is.
 */
const WITHOUT_RATES: ReadonlySet<CommandName> = new Set<CommandName>([
  ...(['limitation', 'deadline', 'due'] as const),
  ...(['doctor', 'verify', 'backup', 'restore'] as const),
]);

export function needsRates(name: CommandName): boolean {
  return !WITHOUT_RATES.has(name);
}
