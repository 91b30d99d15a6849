import { civil } from '../calendar/day.ts';
import { drawable } from './font-coverage.ts';
import type { LetterContent } from './letter-content.ts';
import { payCodeSvg } from './pay-code.ts';

export interface RenderOptions {
  /**
   * `a-2a` archives; `ua-1` is for accessibility checks: the compiler takes one standard at a time.
   */
  readonly standard?: 'a-2a' | 'ua-1';
  /** Written in the metadata only, never on the page. */
  readonly rehearsal?: boolean;
}

/** A letter as the template reads it. */
export interface LetterInput {
  /** What `letter.json` holds. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Images, under the names that `data` gives them. */
  readonly files: readonly (readonly [name: string, bytes: Uint8Array])[];
}

/** The content as the template reads it: words that the fonts can draw, images as files beside. */
export function letterInput(content: LetterContent, options: RenderOptions): LetterInput {
  const { year, month, day } = civil(content.on);
  const payment = content.body.find((block) => block.kind === 'payment');
  const code = payment?.kind === 'payment' ? payment.code : null;
  const image = content.signature?.image ?? null;
  const files: [string, Uint8Array][] = [];
  if (code !== null) files.push(['code.svg', Buffer.from(payCodeSvg(code))]);
  if (image) files.push([`signature.${image.format}`, Buffer.from(image.base64, 'base64')]);
  const data = {
    ...(JSON.parse(JSON.stringify(content, drawn)) as LetterContent),
    signature: content.signature && {
      name: drawable(content.signature.name),
      role: drawable(content.signature.role),
    },
    date: { year, month, day },
    colon: content.language === 'fr' ? '\u00a0: ' : ': ',
    keywords: options.rehearsal ? ['rehearsal'] : [],
    codePath: code === null ? null : '/code.svg',
    signaturePath: image ? `/signature.${image.format}` : null,
  };
  return { data, files };
}

function drawn(_key: string, value: unknown): unknown {
  return typeof value === 'string' ? drawable(value) : value;
}
