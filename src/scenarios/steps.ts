/** The steps of the procedure, in their order. Code, journal, files and people name them by these keys. */
export const STEPS = [
  'pre-due',
  'contact',
  'reminder-1',
  'reminder-2',
  'reminder-3',
  'reminder-3-bis',
  'formal-notice',
  'route',
] as const;
export type StepKey = (typeof STEPS)[number];

export const CHANNELS = ['email', 'call', 'letter', 'registered', 'task'] as const;
export type Channel = (typeof CHANNELS)[number];

export function stepRank(step: StepKey): number {
  return STEPS.indexOf(step);
}
