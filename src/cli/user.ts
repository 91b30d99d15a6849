import { addUser } from '../creditors/add-user.act.ts';
import { userShape } from '../creditors/creditor-shape.ts';
import { removeUser } from '../creditors/remove-user.act.ts';
import { ROLE_NAMES, ROLES } from '../creditors/user.ts';
import { readUsers } from '../creditors/users.db.ts';
import { readEmails } from '../formats/contact.ts';
import { shortId } from '../platform/ids.ts';
import { isRefusal, type Refusal, refuse } from '../platform/refusal.ts';
import type { Answer } from './command.ts';
import type { CommandContext } from './context.ts';
import { asChoice, required, text } from './options.ts';
import { readArguments } from './positionals.ts';
import { commandOfVerbs } from './verbs.ts';
import { withCreditor } from './with-creditor.ts';

export const user = commandOfVerbs(
  'user',
  [
    `relance user add NOM --role ${ROLES.join('|')} [--email ADRESSE]`,
    'relance user list',
    'relance user remove NOM',
  ],
  { add, list, remove },
);

async function add(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['NOM'], { role: { type: 'string' }, email: { type: 'string' } });
  if (isRefusal(read)) return read;
  const role = asChoice(required(read.values, 'role'), ROLES, 'role');
  if (isRefusal(role)) return role;
  const email = text(read.values, 'email') ?? null;
  if (email !== null && readEmails(email).emails[0] !== email) {
    const message = `«\u00a0${email}\u00a0» n’est pas une adresse e-mail\u00a0: écrivez-en une seule, comme compta@entreprise.fr.`;
    return refuse('address_invalid', message, { email });
  }
  const name = read.positionals[0]!.trim();
  return await withCreditor(context, async (scope) => {
    const added = await addUser(scope, { name, email, role });
    if (isRefusal(added)) return added;
    return {
      data: { done: 'user_added', id: shortId('usr', added.id), ...userShape(added) },
      text: `${added.name} est ajouté (${ROLE_NAMES[role]}).`,
    };
  });
}

async function list(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, [], {});
  if (isRefusal(read)) return read;
  return await withCreditor(context, async (scope) => {
    const users = (await readUsers(scope)).filter((known) => known.removedOn === null);
    return {
      data: { users: users.map(userShape) },
      text: users.map((known) => `${known.name.padEnd(24)} ${ROLE_NAMES[known.role]}`).join('\n'),
    };
  });
}

async function remove(args: readonly string[], context: CommandContext): Promise<Answer | Refusal> {
  const read = readArguments(args, ['NOM'], {});
  if (isRefusal(read)) return read;
  return await withCreditor(context, async (scope) => {
    const removed = await removeUser(scope, read.positionals[0]!);
    if (isRefusal(removed)) return removed;
    return {
      data: { done: 'user_removed', id: shortId('usr', removed.id), ...userShape(removed) },
      text: `${removed.name} est retiré\u00a0; ce qu’il a fait reste à son nom.`,
    };
  });
}
