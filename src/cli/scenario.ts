import { channelName } from '../desk/pages/words.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import { stepName } from '../reminders/reasons.ts';
import { publishScenario } from '../scenarios/publish-scenario.act.ts';
import { type Approval, DEFAULT_SCENARIO, type Scenario } from '../scenarios/scenario.ts';
import { readScenarioFile } from '../scenarios/scenario-file.ts';
import { newestScenarios } from '../scenarios/scenarios.db.ts';
import { columns } from './columns.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { readArguments } from './positionals.ts';
import { readJsonFile } from './read-json.ts';
import { commandOfVerbs } from './verbs.ts';
import { withCreditor } from './with-creditor.ts';

const LARGEST_FILE = 1_000_000;

export const scenario = commandOfVerbs(
  'scenario',
  ['relance scenario set FICHIER.json', 'relance scenario show [NOM]', 'relance scenario list'],
  { set, show, list },
);

async function set(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['FICHIER.json'], {});
  if (isRefusal(read)) return read;
  const path = read.positionals[0]!;
  const given = await readJsonFile(path, LARGEST_FILE, 'scenario_invalid');
  if (isRefusal(given)) return given;
  const file = readScenarioFile(given.document);
  if (isRefusal(file)) return file;
  return await withCreditor(context, async (scope) => {
    const published = await publishScenario(scope, file);
    const { key, version } = published.scenario;
    const word = published.changed ? `publié, version ${version}` : `inchangé, version ${version}`;
    return {
      data: {
        done: published.changed ? 'scenario_published' : 'scenario_unchanged',
        id: key,
        version,
        scenario: published.scenario,
      },
      text: `Scénario ${key} ${word}.`,
    };
  });
}

async function show(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['[NOM]'], {});
  if (isRefusal(read)) return read;
  const key = read.positionals[0] ?? DEFAULT_SCENARIO.key;
  return await withCreditor(context, async (scope) => {
    const known = (await newestScenarios(scope.tx)).find((one) => one.key === key);
    const found = known ?? (key === DEFAULT_SCENARIO.key ? DEFAULT_SCENARIO : null);
    if (!found) return refuse('id_unknown', `Aucun scénario «\u00a0${key}\u00a0».`, { id: key });
    return { data: found, text: scenarioText(found) };
  });
}

async function list(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, [], {});
  if (isRefusal(read)) return read;
  return await withCreditor(context, async (scope) => {
    const own = await newestScenarios(scope.tx);
    const all = own.some(({ key }) => key === DEFAULT_SCENARIO.key) ? own : [DEFAULT_SCENARIO, ...own];
    return {
      data: { scenarios: all.map(({ key, version, steps }) => ({ key, version, steps: steps.length })) },
      text: all.map(({ key, version }) => `${key.padEnd(20)} version ${version}`).join('\n'),
    };
  });
}

const APPROVAL_NAMES: Readonly<Record<Approval, string>> = {
  automatic: 'part seul',
  'automatic-once-trusted': 'part seul après les vingt premiers confirmés',
  owner: 'à confirmer',
  manager: 'un responsable confirme',
  'second-person': 'deux personnes confirment',
};

function scenarioText({ key, version, steps }: Scenario): string {
  const lines = steps.map((step) => {
    const day = step.offset < 0 ? `J\u2212${-step.offset}` : `J+${step.offset}`;
    const channels = [step.channel, ...step.copies].map(channelName).join(' + ');
    return [`  ${day}`, stepName(step.key), channels, APPROVAL_NAMES[step.approval]];
  });
  return `${key}, version ${version}\n${columns(lines)}`;
}
