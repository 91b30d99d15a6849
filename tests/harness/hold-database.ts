import { openDatabase } from '../../src/platform/db.ts';

// A process of its own that opens the database of a folder, says so, and closes it when its input ends.
const database = await openDatabase({ dataFolder: process.argv[2]! });
process.stdout.write(`open ${await database.claimService()}\n`);
process.stdin.on('data', () => undefined);
process.stdin.on('end', async () => {
  await database.close();
  process.stdout.write('closed\n');
});
