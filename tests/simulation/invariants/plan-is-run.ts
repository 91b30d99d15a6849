import type { DayPlan, PlannedAction } from '../../../src/desk/plan.ts';
import { Violation } from '../violation.ts';
import type { House } from '../world.ts';

/** What `plan` promised a moment ago is what `run` did: the same contacts, the same silences. */
export function checkPlanIsRun(
  house: House,
  planned: DayPlan,
  done: DayPlan,
  moved: readonly string[],
): void {
  const promised = shapes(planned);
  const kept = shapes(done);
  const wrong =
    missing(promised, new Map([...kept, ...doubtful(done)]), moved) ?? missing(kept, promised, moved);
  if (wrong === undefined) return;
  const [, debtor] = wrong;
  const of = (lines: ReadonlyMap<string, string>, others: ReadonlyMap<string, string>) =>
    [...lines].filter(([line, whose]) => whose === debtor && !others.has(line)).map(([line]) => line);
  const withdrawn = done.actions.filter((one) => one.debtor === debtor && one.outcome === 'withdrawn');
  const seen = [
    'promised and not done:',
    ...of(promised, kept),
    'done and not promised:',
    ...of(kept, promised),
    ...withdrawn.map((one) => `withdrawn: ${JSON.stringify(one)}`),
  ];
  throw new Violation('plan-is-run', house.key, debtor, seen.join('\n    '));
}

function doubtful(done: DayPlan): readonly [string, string][] {
  return done.actions
    .filter(({ outcome }) => outcome === 'ambiguous')
    .map((action) => [contact(action), action.debtor]);
}

function missing(
  from: ReadonlyMap<string, string>,
  inside: ReadonlyMap<string, string>,
  moved: readonly string[],
): [string, string] | undefined {
  return [...from].find(([line, debtor]) => !inside.has(line) && !moved.includes(debtor));
}

/** An approved text leaves by itself: once it left, `run` tells who let it leave instead. */
const MODES: Readonly<Record<string, string>> = {
  to_confirm: 'to_confirm',
  to_do: 'manual',
  ready: 'automatic',
};

const WAITING: ReadonlySet<string> = new Set(Object.keys(MODES));

function shapes(plan: DayPlan): Map<string, string> {
  const lines = new Map<string, string>();
  for (const action of plan.actions) {
    // A letter withdrawn because it aged is told beside the one that replaces it; of a registered letter
    // deposited before, what leaves is its copy.
    const copy = action.channel === 'registered' && !WAITING.has(action.outcome ?? 'ready');
    // What is in doubt since another day is told by each run until a person says what became of it.
    if (action.outcome !== 'withdrawn' && action.outcome !== 'ambiguous' && !copy)
      lines.set(contact(action), action.debtor);
    const mode = MODES[action.outcome ?? ''];
    if (mode !== undefined && mode !== action.mode)
      lines.set(`${action.outcome} ${action.mode}`, action.debtor);
  }
  for (const { debtor, invoice, instalment, code, until, balance } of plan.held)
    lines.set(JSON.stringify({ debtor, invoice, instalment, code, until, balance }), debtor);
  return lines;
}

function contact({ id: _, outcome: _o, script: _s, mode: _m, reasons, ...rest }: PlannedAction): string {
  return JSON.stringify({ ...rest, reasons: reasons.map(({ code }) => code) });
}
