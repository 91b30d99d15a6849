/**
 * Whether a contact only mentions an item, not yet due, without asking for it: the word before its due date
 * is then done within the text of another step.
 */
export function isAnnounced(itemStep: string, contactStep: string | null): boolean {
  return itemStep === 'pre-due' && contactStep !== null && contactStep !== 'pre-due';
}
