import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext, DeskCommand } from './context.ts';

type Run = (args: readonly string[], context: CommandContext) => Promise<Answer | Refusal>;

/**
 * A command made of several: `payment add`, `payment reverse`… `otherwise` runs when the first argument is
 * none of them (`dispute F-1`). Refusals: `option_missing`, `command_unknown`.
 */
export function commandOfVerbs(
  name: string,
  usage: readonly string[],
  verbs: Readonly<Record<string, Run>>,
  otherwise?: Run,
): DeskCommand {
  const known = Object.keys(verbs).join(', ');
  return {
    name,
    usage: usage.join('\n'),
    async run(args, context) {
      const [verb, ...rest] = args;
      if (verb !== undefined && Object.hasOwn(verbs, verb)) return await verbs[verb]!(rest, context);
      if (otherwise) return await otherwise(args, context);
      if (verb === undefined || verb.startsWith('--')) {
        return refuse('option_missing', `«\u00a0relance ${name}\u00a0» attend l’un de\u00a0: ${known}.`, {
          option: known,
        });
      }
      return refuse(
        'command_unknown',
        `«\u00a0relance ${name} ${verb}\u00a0» n’existe pas\u00a0; possible\u00a0: ${known}.`,
        { command: `${name} ${verb}` },
      );
    },
  };
}
