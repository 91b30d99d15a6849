/** A file a spreadsheet opens as it is: UTF-8 with its mark, semicolons, CRLF, quotes where needed. */
export function writeTable(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((row) => row.map(writeCell).join(';')).join('\r\n')}\r\n`;
}

/**
 * One cell. What a spreadsheet would run as a formula is defused by an apostrophe, which our reader takes off; amounts
 * and signed phone numbers keep their sign.
 */
function writeCell(text: string): string {
  const formula = /^[=@\t]/.test(text) || /^[+-](?![\d\s.,]+$)/.test(text) || /^'[=+\-@\d]/.test(text);
  const safe = formula ? `'${text}` : text;
  return /[;"\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
