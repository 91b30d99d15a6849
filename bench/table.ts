import type { Measured } from './measured.ts';
import type { Failed } from './results.ts';

const HEAD = ['work', 'ours', 'reference', 'ratio', 'rate', 'memory', 'also', 'promised'];

/** The figures as a Markdown table, for the screen and for the page that publishes them. */
export function table(results: readonly (Measured | Failed)[]): string {
  const rows = results.map((one) => `| ${('failed' in one ? failedCells(one) : cells(one)).join(' | ')} |`);
  return [`| ${HEAD.join(' | ')} |`, `|${HEAD.map(() => ' --- |').join('')}`, ...rows].join('\n');
}

function cells(one: Measured): readonly string[] {
  const { referenceSeconds, ratio, reach, missed } = one;
  const kept = reach.filter((words) => !missed.some((miss) => miss.startsWith(`${words}:`)));
  const also = Object.entries(one.figures).map(([name, value]) => `${name} ${figure(value)}`);
  return [
    `\`${one.name}\` ${one.title}`,
    `${figure(one.seconds)} s`,
    referenceSeconds === null ? '–' : `${figure(referenceSeconds)} s (${one.against})`,
    ratio === null ? '–' : `${figure(ratio)}×`,
    `${figure(one.rate)} / s`,
    `${Math.round(one.rssMb)} MB`,
    also.join(', ') || '–',
    [...missed.map((miss) => `**missed** ${miss}`), ...kept.map((words) => `${words} kept`)].join(', ') ||
      '–',
  ];
}

function failedCells({ name, title, against, failed }: Failed): readonly string[] {
  return [`\`${name}\` ${title}`, '–', against ?? '–', '–', '–', '–', '–', `**failed** ${failed}`];
}

/** Three digits that count, thousands apart. */
export function figure(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : String(Number(value.toPrecision(3)));
}
