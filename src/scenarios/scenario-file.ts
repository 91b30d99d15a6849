import { z } from 'zod';
import { formFaults } from '../formats/json-form.ts';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { ScenarioStep } from './scenario.ts';
import { CHANNELS, STEPS, stepRank } from './steps.ts';

const MODES = ['none', 'mention', 'waive-until', 'claim'] as const;
const APPROVALS = ['automatic', 'automatic-once-trusted', 'owner', 'manager', 'second-person'] as const;

const step = z.strictObject({
  key: z.enum(STEPS),
  /** Civil days after the due date; negative before it. */
  offset: z.int().min(-60).max(730),
  channel: z.enum(CHANNELS),
  copies: z.array(z.enum(CHANNELS)).default([]),
  approval: z.enum(APPROVALS),
  answerWithin: z.int().min(3).max(90).nullable().default(null),
  spacing: z.int().min(0).max(90).default(0),
  penalties: z
    .strictObject({ b2b: z.enum(MODES), b2c: z.enum(MODES), nonpro: z.enum(MODES), public: z.enum(MODES) })
    .default({ b2b: 'none', b2c: 'none', nonpro: 'none', public: 'none' }),
});

const file = z.strictObject({
  key: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,39}$/)
    .describe('un nom de 40 signes au plus, en minuscules sans accent, chiffres et tirets'),
  steps: z.array(step).min(1).max(STEPS.length),
});

export interface ScenarioFile {
  readonly key: string;
  readonly steps: readonly ScenarioStep[];
}

/**
 * A procedure as a user writes it, checked against what the law and the house forbid. Refuses
 * `scenario_invalid`, each defect with its place.
 */
export function readScenarioFile(document: unknown): ScenarioFile | Refusal {
  const parsed = file.safeParse(document);
  const defects = parsed.success
    ? defectsOf(parsed.data.steps)
    : parsed.error.issues.flatMap((issue) =>
        formFaults(file, issue).map(({ message }) => ({ at: issue.path.join('.'), message })),
      );
  if (parsed.success && defects.length === 0) return parsed.data;
  const said = defects.map(({ at, message }) => `${at || 'fichier'}\u00a0: ${message}`);
  const message = ['Ce scénario ne peut pas être publié.', ...said].join('\n');
  return refuse('scenario_invalid', message, { defects });
}

interface Defect {
  readonly at: string;
  readonly message: string;
}

function defectsOf(steps: readonly ScenarioStep[]): Defect[] {
  const defects: Defect[] = [];
  for (const [index, one] of steps.entries()) {
    const at = `steps.${index}`;
    const before = steps[index - 1];
    if (before && stepRank(one.key) <= stepRank(before.key)) {
      defects.push({ at: `${at}.key`, message: `${one.key} ne peut pas suivre ${before.key}` });
    }
    if (before && one.offset < before.offset) {
      defects.push({ at: `${at}.offset`, message: 'une étape ne précède pas celle d’avant' });
    }
    defects.push(...forbidden(one, steps).map((message) => ({ at, message })));
  }
  return defects;
}

/** What no scenario may ask for: it would write what the law forbids, or take a safeguard away. */
function forbidden(one: ScenarioStep, steps: readonly ScenarioStep[]): string[] {
  const wrong: string[] = [];
  const early = stepRank(one.key) <= stepRank('contact');
  if (one.penalties.b2c !== 'none' || one.penalties.nonpro !== 'none') {
    wrong.push('aucune pénalité à un particulier ou à une association avant la mise en demeure');
  }
  if (early && Object.values(one.penalties).some((mode) => mode !== 'none')) {
    wrong.push('ni pénalité ni indemnité avant le premier rappel');
  }
  if (one.key === 'pre-due' && one.offset > -1)
    wrong.push('le message avant échéance part au plus tard la veille');
  if (one.key !== 'pre-due' && one.offset < 1) wrong.push('rien avant le lendemain de l’échéance');
  if (one.key === 'formal-notice' && one.channel !== 'registered')
    wrong.push('une mise en demeure part en recommandé');
  if (one.key === 'formal-notice' && one.approval !== 'second-person') {
    wrong.push('une mise en demeure est approuvée par une seconde personne');
  }
  if (one.key === 'formal-notice' && one.spacing < 8)
    wrong.push('huit jours au moins après le dernier rappel');
  if (one.key === 'route' && !steps.some(({ key }) => key === 'formal-notice')) {
    wrong.push('le choix de la suite vient après une mise en demeure');
  }
  return wrong;
}
