import type { Block, Run, SumLine } from './blocks.ts';

const STYLE = [
  'body{margin:0;padding:0;background:#fff;color:#1d2129;font:16px/1.5 -apple-system,"Segoe UI",Roboto,Arial,sans-serif}',
  '.m{max-width:640px;margin:0 auto;padding:24px 20px}',
  'p{margin:0 0 16px}',
  'h2{font-size:16px;margin:24px 0 8px}',
  'table{border-collapse:collapse;width:100%;margin:0 0 16px;font-size:14px}',
  'caption{text-align:left;padding:0 0 4px;color:#4a5260}',
  'th{text-align:left;font-weight:600;color:#4a5260;border-bottom:1px solid #b9c0ca;padding:6px 10px 6px 0}',
  'td{vertical-align:top;border-bottom:1px solid #e4e7eb;padding:6px 10px 6px 0}',
  '.r{text-align:right;white-space:nowrap;padding-right:0;padding-left:10px}',
  '.n{color:#4a5260;font-size:13px}',
  'td.n{padding-top:0}',
  '.w td{border-bottom:0;padding-bottom:0}',
  '.o{overflow-x:auto}',
  '.t td{border-bottom:0}',
  '.q td,.q th{color:#6b7280}',
  '.p{border:1px solid #d5dae1;border-radius:4px;padding:12px 16px;margin:0 0 16px}',
  '.p table{margin:0}',
  '.p td{border:0;padding:2px 16px 2px 0}',
  '.p .n{margin:8px 0 0}',
  '.s{color:#4a5260;font-size:13px}',
  '@media(max-width:520px){table{font-size:12px}.r{padding-left:6px}}',
].join('');

/**
 * The HTML part of an e-mail: no image, no link, nothing fetched; one style sheet, so that many rows stay
 * light.
 */
export function messageHtml(subject: string, language: 'fr' | 'en', blocks: readonly Block[]): string {
  return `<!DOCTYPE html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(subject)}</title>
<style>${STYLE}</style>
</head>
<body>
<div class="m">
${blocks.map(blockHtml).join('\n')}
</div>
</body>
</html>
`;
}

function blockHtml(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
      return `<p>${runsHtml(block.runs)}</p>`;
    case 'heading':
      return `<h2>${escapeHtml(block.text)}</h2>`;
    case 'lines':
      return `<p${block.small ? ' class="s"' : ''}>${block.lines.map(escapeHtml).join('<br>')}</p>`;
    case 'table':
      return tableHtml(block);
    case 'sums':
      return `<table class="t">${block.lines.map((line) => sumHtml(line, 1)).join('')}</table>`;
    case 'payment':
      return paymentHtml(block);
  }
}

function tableHtml(table: Extract<Block, { kind: 'table' }>): string {
  const right = table.columns.map((column) => (column.align === 'right' ? ' class="r"' : ''));
  const head = table.columns.map(
    (column, at) => `<th scope="col"${right[at]}>${escapeHtml(column.title)}</th>`,
  );
  const rows = table.rows.map(({ cells, notes }) => {
    const tds = cells.map((cell, at) => `<td${right[at] ?? ''}>${escapeHtml(cell)}</td>`).join('');
    if (notes.length === 0) return `<tr>${tds}</tr>`;
    const note = notes.map(escapeHtml).join('<br>');
    return `<tr class="w">${tds}</tr><tr><td colspan="${cells.length}" class="n">${note}</td></tr>`;
  });
  const caption = table.caption === '' ? '' : `<caption>${escapeHtml(table.caption)}</caption>`;
  const totals = table.totals.map((line) => sumHtml(line, table.columns.length - 1));
  const start = `<div class="o"><table${table.muted ? ' class="q"' : ''}>${caption}`;
  return `${start}<thead><tr>${head.join('')}</tr></thead>
<tbody>${rows.join('\n')}${totals.join('')}</tbody></table></div>`;
}

function sumHtml(line: SumLine, span: number): string {
  const wrap = (text: string) => (line.strong ? `<b>${escapeHtml(text)}</b>` : escapeHtml(text));
  const wide = span > 1 ? ` colspan="${span}"` : '';
  return `<tr><td${wide}>${wrap(line.label)}</td><td class="r">${wrap(line.amount)}</td></tr>`;
}

function paymentHtml(block: Extract<Block, { kind: 'payment' }>): string {
  const rows = block.rows.map(
    (row) => `<tr><td class="n">${escapeHtml(row.label)}</td><td>${escapeHtml(row.value)}</td></tr>`,
  );
  const note = block.note === '' ? '' : `<p class="n">${escapeHtml(block.note)}</p>`;
  return `<div class="p"><b>${escapeHtml(block.title)}</b><table>${rows.join('')}</table>${note}</div>`;
}

function runsHtml(runs: readonly Run[]): string {
  return runs.map((run) => (run.strong ? `<b>${escapeHtml(run.text)}</b>` : escapeHtml(run.text))).join('');
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Everything from outside goes through here: a name is words, never markup. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
