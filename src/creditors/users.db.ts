import type { Day } from '../calendar/day.ts';
import type { Reader } from './creditors.db.ts';
import type { Role, User } from './user.ts';

/** Everybody who works or worked for the creditor, first come first. */
export async function readUsers({ tx, creditorId }: Reader): Promise<readonly User[]> {
  const rows = await tx
    .selectFrom('creditor_users')
    .selectAll()
    .where('creditor_id', '=', creditorId)
    .orderBy('id')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    email: row.email,
    role: row.role as Role,
    removedOn: row.removed_on,
  }));
}

export async function insertUser({ tx, creditorId }: Reader, user: User, on: Day): Promise<void> {
  await tx
    .insertInto('creditor_users')
    .values({
      creditor_id: creditorId,
      id: user.id,
      name: user.name,
      email: user.email,
      role: user.role,
      added_on: on,
    })
    .execute();
}

export async function markUserRemoved({ tx, creditorId }: Reader, id: string, on: Day): Promise<void> {
  await tx
    .updateTable('creditor_users')
    .set({ removed_on: on })
    .where('creditor_id', '=', creditorId)
    .where('id', '=', id)
    .execute();
}
