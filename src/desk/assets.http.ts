import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { packageFolder } from '../platform/config.ts';
import { ICON } from './pages/frame.ts';
import { STYLE } from './pages/style.ts';

const FONTS = new Set([
  'SourceSans3_400Regular.ttf',
  'SourceSans3_600SemiBold.ttf',
  'SourceSerif4_600SemiBold.ttf',
]);

/** A working day: a browser asks again the day after an update. */
const KEPT = 'max-age=28800';

/** The style sheet, the fonts of the letters and the picture of the tab: all that a page needs, from here. */
export function assetRoutes(app: FastifyInstance): void {
  app.get('/style.css', async (_request, reply) => {
    return await reply.type('text/css; charset=utf-8').send(STYLE);
  });
  app.get('/icone.svg', async (_request, reply) => {
    return await reply.type('image/svg+xml').header('cache-control', KEPT).send(ICON);
  });
  app.get<{ Params: { name: string } }>('/police/:name', async ({ params }, reply) => {
    if (!FONTS.has(params.name)) return reply.callNotFound();
    const bytes = await readFile(join(packageFolder(), 'assets/fonts', params.name));
    return await reply.type('font/ttf').header('cache-control', KEPT).send(bytes);
  });
}
