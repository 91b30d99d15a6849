import { type Block, plainText } from './blocks.ts';
import { labelsOf } from './labels.ts';

/** The plain part of an e-mail: complete without any image, table or link; a paragraph is one line. */
export function messageText(blocks: readonly Block[], language: 'fr' | 'en'): string {
  const { colon } = labelsOf(language);
  const parts = blocks.map((block) => blockText(block, colon)).filter((part) => part !== '');
  return `${parts.join('\n\n').trimEnd()}\n`;
}

function blockText(block: Block, colon: string): string {
  switch (block.kind) {
    case 'paragraph':
      return plainText(block.runs);
    case 'heading':
      return block.text;
    case 'lines':
      return block.lines.join('\n');
    case 'table':
      return tableText(block, colon);
    case 'sums':
      return block.lines.map((line) => `  ${line.label}${colon}${line.amount}`).join('\n');
    case 'payment':
      return [
        block.title,
        ...block.rows.map((row) => `  ${row.label}${colon}${row.value}`),
        ...(block.note === '' ? [] : [`  ${block.note}`]),
      ].join('\n');
  }
}

/** Each row is a short record: columns would not survive a telephone. */
function tableText(table: Extract<Block, { kind: 'table' }>, colon: string): string {
  const lines = table.caption === '' ? [] : [table.caption];
  for (const { cells, notes } of table.rows) {
    const [first = '', ...rest] = cells;
    const named = rest.map((cell, index) => {
      const title = table.columns[index + 1]?.title ?? '';
      return cell === '' ? '' : `${title.charAt(0).toLowerCase()}${title.slice(1)} ${cell}`;
    });
    lines.push(`  ${[first, ...named].filter((part) => part !== '').join(' · ')}`);
    for (const note of notes) lines.push(`    ${note}`);
  }
  for (const line of table.totals) lines.push(`  ${line.label}${colon}${line.amount}`);
  return lines.join('\n');
}
