/** « 1 facture », « 3 factures », « 12 000 factures »: zero is singular in French. */
export function counted(count: number, one: string, many: string): string {
  const digits = String(count).replace(/(?<=\d)(?=(\d{3})+$)/g, '\u202f');
  return `${digits}\u00a0${count > 1 ? many : one}`;
}
