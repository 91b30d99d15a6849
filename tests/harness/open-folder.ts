import { openData } from '../../src/cli/open-data.ts';

// A process of its own that opens a data folder as every command does, upgrading it first, and ends.
const database = await openData(process.argv[2]!, null, (line) => process.stderr.write(`${line}\n`));
await database.close();
