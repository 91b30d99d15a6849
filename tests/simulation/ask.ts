import { parseArgs } from 'node:util';
import { TROUBLES, type Trouble } from './machine.ts';

/** What `npm run simulate` was told. */
export interface Asked {
  readonly seed: number;
  readonly seeds: number;
  readonly days: number;
  readonly creditors: number;
  readonly trouble: Trouble | null;
  readonly planted: string | null;
  readonly json: string | null;
  /** Prints every choice and what was answered. */
  readonly log: boolean;
  /** Folder of a cluster of tests to lodge in. */
  readonly lodging: string | null;
}

export function readAsked(): Asked {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      seeds: { type: 'string', default: '1' },
      days: { type: 'string', default: '730' },
      creditors: { type: 'string', default: '3' },
      trouble: { type: 'string' },
      planted: { type: 'string' },
      json: { type: 'string' },
      log: { type: 'boolean', default: false },
      lodging: { type: 'string' },
    },
  });
  const trouble = TROUBLES.find((one) => one === values.trouble) ?? null;
  if (values.trouble !== undefined && trouble === null) throw new Error(`--trouble: ${TROUBLES.join(', ')}`);
  return {
    seed: Number(values.seed),
    seeds: Number(values.seeds),
    days: Number(values.days),
    creditors: Number(values.creditors),
    trouble,
    planted: values.planted ?? null,
    json: values.json ?? null,
    log: values.log,
    lodging: values.lodging ?? null,
  };
}
