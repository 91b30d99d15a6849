import { createCanvas } from '@napi-rs/canvas';
import jsQR from 'jsqr';

import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';

const MM = 25.4 / 72;
/** The types of this package describe its default export one level too deep. */
const scan = jsQR as unknown as typeof jsQR.default;

export interface PlacedText {
  readonly text: string;
  /** Millimetres from the left and the top of the page, to the start of the base line. */
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

export interface ReadPdf {
  readonly pages: readonly { readonly items: readonly PlacedText[]; readonly text: string }[];
  readonly text: string;
  readonly info: Record<string, unknown>;
  readonly language: string;
  readonly tagged: boolean;
  readonly attachments: readonly string[];
  /** Roles of the structure tree of all pages: H1, P, Table, TH… */
  readonly roles: readonly string[];
}

export async function readPdf(bytes: Uint8Array): Promise<ReadPdf> {
  const task = getDocument({ data: bytes.slice(), verbosity: 0 });
  const document = await task.promise;
  const pages: { items: PlacedText[]; text: string }[] = [];
  const roles: string[] = [];
  let tagged = false;
  let language = '';
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const height = page.getViewport({ scale: 1 }).height;
    const content = await page.getTextContent();
    const items = content.items.flatMap((item) =>
      'str' in item && item.str.trim() !== ''
        ? [
            {
              text: item.str,
              x: item.transform[4] * MM,
              y: (height - item.transform[5]) * MM,
              width: item.width * MM,
            },
          ]
        : [],
    );
    const text = content.items
      .map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : ''))
      .join('');
    pages.push({ items, text });
    tagged ||= collectRoles(await page.getStructTree(), roles);
  }
  const metadata = await document.getMetadata();
  const info = metadata.info as Record<string, unknown>;
  language = String(info.Language ?? '');
  const attachments = Object.keys((await document.getAttachments()) ?? {});
  await task.destroy();
  return {
    pages,
    text: pages.map((page) => page.text).join('\n'),
    info,
    language,
    tagged,
    attachments,
    roles,
  };
}

function collectRoles(node: unknown, roles: string[]): boolean {
  if (typeof node !== 'object' || node === null) return false;
  if ('role' in node) roles.push(String(node.role));
  if ('children' in node && Array.isArray(node.children))
    for (const child of node.children) collectRoles(child, roles);
  return true;
}

/** What a telephone reads of the code printed on the first page; null without a code. */
export async function scanCode(bytes: Uint8Array, page = 1): Promise<string | null> {
  const task = getDocument({ data: bytes.slice(), verbosity: 0 });
  const document = await task.promise;
  const shown = await document.getPage(page);
  const viewport = shown.getViewport({ scale: 4 });
  const canvas = createCanvas(Math.ceil(viewport.width), Math.ceil(viewport.height));
  const context = canvas.getContext('2d');
  await shown.render({ canvas: canvas as never, canvasContext: context as never, viewport }).promise;
  const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
  await task.destroy();
  return scan(new Uint8ClampedArray(data), width, height)?.data ?? null;
}
