import type { Measured } from './measured.ts';

/** The figures as a Markdown table, for the screen and for the page that publishes them. */
export function table(results: readonly Measured[]): string {
  const lines = results.map((one) => {
    const { title, against, seconds, referenceSeconds, ratio, rate, rssMb, reach, missed } = one;
    const cells = [
      title,
      against ?? '–',
      `${figure(seconds)} s`,
      referenceSeconds === null ? '–' : `${figure(referenceSeconds)} s`,
      ratio === null ? '–' : `${figure(ratio)}×`,
      `${figure(rate)} / s`,
      `${Math.round(rssMb)} MB`,
      Object.entries(one.figures)
        .map(([name, value]) => `${name} ${figure(value)}`)
        .join(', '),
      missed.length === 0 ? reach.join(', ') : `**missed** ${missed.join(', ')}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  const head = ['work', 'reference', 'ours', 'reference', 'ratio', 'rate', 'memory', 'other', 'reach'];
  return [`| ${head.join(' | ')} |`, `|${head.map(() => ' --- |').join('')}`, ...lines].join('\n');
}

/** Three digits that count, thousands apart. */
function figure(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}
