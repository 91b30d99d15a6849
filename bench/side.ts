// One side of one work, once, in this process: node bench/side.ts NAME prepare|ours|reference FOLDER
import { workNamed } from './works.ts';

const [name = '', side = '', folder = ''] = process.argv.slice(2);
const work = await workNamed(name);
if (side === 'prepare') await work.prepare(folder);
else {
  const run = side === 'ours' ? work.ours : work.reference;
  if (run === null) throw new Error(`${name} has no reference`);
  const timed = await run(folder);
  const rssMb = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(`\n${JSON.stringify({ ...timed, rssMb })}\n`);
}
