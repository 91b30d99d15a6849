import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { type Day, iso, toIso } from '../calendar/day.ts';
import { makeDataFolder } from '../platform/data-folder.ts';
import { removeCluster } from '../platform/postgres.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { openData } from './open-data.ts';

/** Where the sample lives unless `--data` says otherwise. */
export const SAMPLE_FOLDER = './data-sample';

const markerSchema = z.strictObject({ sample: z.iso.date(), whole: z.boolean() });

/** What a folder holds: nothing, a sample made whole or in part, or something of somebody's. */
export type SampleState =
  | { readonly kind: 'empty' }
  | { readonly kind: 'whole'; readonly on: Day }
  | { readonly kind: 'begun'; readonly on: Day }
  | { readonly kind: 'other' };

export function sampleState(folder: string): SampleState {
  if (!existsSync(folder) || readdirSync(folder).length === 0) return { kind: 'empty' };
  const file = markerFile(folder);
  const marker = existsSync(file) ? markerSchema.safeParse(parsed(readFileSync(file, 'utf8'))) : null;
  if (!marker?.success) return { kind: 'other' };
  return { kind: marker.data.whole ? 'whole' : 'begun', on: iso(marker.data.sample) };
}

/**
 * Says that the folder holds a sample: begun, so that one that was cut short is told from a whole one; then
 * whole.
 */
export function markSample(folder: string, on: Day, whole: boolean): void {
  makeDataFolder(folder);
  writeFileSync(markerFile(folder), `${JSON.stringify({ sample: toIso(on), whole })}\n`);
}

/** Empties a folder that holds a sample, and nothing but one. Refuses `not_a_sample` and `already_served`. */
export async function clearSample(folder: string): Promise<null | Refusal> {
  const { kind } = sampleState(folder);
  if (kind === 'empty') return null;
  if (kind === 'other') return notASample(folder);
  const served = await refuseServed(folder);
  if (isRefusal(served)) return served;
  await removeCluster(folder);
  for (const name of readdirSync(folder)) rmSync(join(folder, name), { recursive: true, force: true });
  return null;
}

export function notASample(folder: string): Refusal {
  return refuse(
    'not_a_sample',
    `Le dossier ${folder} contient autre chose que l’exemple\u00a0: choisissez-en un vide (--data DOSSIER).`,
    { dataFolder: folder },
  );
}

async function refuseServed(folder: string): Promise<null | Refusal> {
  if (!existsSync(join(folder, 'pg.json'))) return null;
  const database = await openData(folder, null, () => undefined);
  const free = await database.claimService();
  await database.close();
  return free ? null : inUse(folder);
}

/** Another process serves the folder, or is making its sample. */
export function inUse(folder: string): Refusal {
  return refuse(
    'already_served',
    `Un autre processus se sert de ${folder}\u00a0: arrêtez-le (Ctrl-C), puis recommencez.`,
    { dataFolder: folder },
  );
}

function markerFile(folder: string): string {
  return join(folder, 'exemple.json');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
