// `npm test`: every check and every test; its last line is `N passed, N failed`.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onInnerNode } from './inner-node.mjs';

const entry = fileURLToPath(import.meta.url);
await onInnerNode(entry, { dev: true });

const root = dirname(dirname(entry));
const folder = mkdtempSync(join(tmpdir(), 'relance-check-'));
const report = join(folder, 'vitest.json');

function run(title, script, args) {
  process.stdout.write(`\n— ${title}\n`);
  const { status } = spawnSync(process.execPath, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  return status === 0;
}

/**
 * Tests passed and failed; a file that does not load, or an error outside any test, counts as one failure.
 */
function countTests(ended) {
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  let failed = 0;
  for (const file of testResults) {
    const own = file.assertionResults.filter((test) => test.status === 'failed').length;
    failed += own > 0 ? own : Number(file.status === 'failed');
  }
  return { passed: numPassedTests, failed: failed === 0 && !ended ? 1 : failed };
}

const style = run('biome', '@biomejs/biome/bin/biome', ['check', '.']);
const types = run('tsc', 'typescript/bin/tsc', ['-p', '.']);
const ended = run('vitest', 'vitest/vitest.mjs', [
  'run',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${report}`,
  ...process.argv.slice(2),
]);
const tests = countTests(ended);
rmSync(folder, { recursive: true, force: true });

const passed = tests.passed + Number(style) + Number(types);
const failed = tests.failed + Number(!style) + Number(!types);
process.exitCode = failed === 0 ? 0 : 1;
process.stdout.write(`\n${passed} passed, ${failed} failed\n`);
