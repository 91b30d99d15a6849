import { dirname } from 'node:path';
import { describe, expect, test } from 'vitest';
import { REFUSALS } from '../src/platform/refusal.ts';
import { HOLD_CODES, REASON_CODES } from '../src/reminders/verdict.ts';
import { caseBreaches } from './tidy/cases.ts';
import { banBreaches, fileBreaches, idleTestBreaches, leftoverBreaches, shapeBreaches } from './tidy/form.ts';
import { readModule } from './tidy/module.ts';
import * as papers from './tidy/papers.ts';
import { dependencyBreaches, reachBreaches } from './tidy/reach.ts';
import { kindBreaches, wallBreaches } from './tidy/rooms.ts';
import { migrationBreaches, tableBreaches } from './tidy/sql.ts';
import { isCode, readTree } from './tidy/tree.ts';

const tree = readTree(dirname(import.meta.dirname));
const modules = [...tree].filter(([path]) => isCode(path)).map(([path, text]) => readModule(path, text));

describe('the house is tidy: every file is read once', () => {
  test('arrows between rooms go left', () => {
    expect(modules.flatMap(wallBreaches)).toEqual([]);
  });
  test('each file is of the kind its suffix says', () => {
    expect(modules.flatMap(kindBreaches)).toEqual([]);
  });
  test('a table is written by its room, read to its right, and never asks for the time', () => {
    expect([...migrationBreaches(tree), ...tableBreaches(tree, modules)]).toEqual([]);
  });
  test('files are named for what they hold, and none is long', () => {
    expect(fileBreaches(tree)).toEqual([]);
  });
  test('functions and lines are short, nothing is exported twice', () => {
    expect(modules.flatMap(shapeBreaches)).toEqual([]);
  });
  test('the clock, chance, the environment, floats and the console stay where they belong', () => {
    expect(modules.flatMap(banBreaches)).toEqual([]);
  });
  test('nothing is left over from work under way', () => {
    expect(modules.flatMap(leftoverBreaches)).toEqual([]);
  });
  test('every test can fail', () => {
    expect(modules.flatMap(idleTestBreaches)).toEqual([]);
  });
  test('every file is reached and every export used', () => {
    expect(reachBreaches(tree, modules)).toEqual([]);
  });
  test('every package that is imported is declared, and every one declared is used', () => {
    expect(dependencyBreaches(tree, modules)).toEqual([]);
  });
  test('every refusal is in the manual, given by the program and asserted by a test', () => {
    expect(papers.refusalBreaches(tree, modules, REFUSALS)).toEqual([]);
  });
  test('every reason of the decision is in the manual', () => {
    expect([
      ...papers.reasonBreaches(tree, 'Why an item is not contacted', HOLD_CODES),
      ...papers.reasonBreaches(tree, 'Why a contact is proposed, or waits for a person', REASON_CODES),
    ]).toEqual([]);
  });
  test('every rule of law and every paper that the code names has its page', () => {
    expect(papers.namedPaperBreaches(tree, modules)).toEqual([]);
  });
  test('each case of reliability names the tests that bear its number', () => {
    expect(caseBreaches(tree, modules)).toEqual([]);
  });
  test('pages have one title and links that lead somewhere', () => {
    expect(papers.pageBreaches(tree)).toEqual([]);
  });
  test('the changelog has its pending section', () => {
    expect(papers.changelogBreaches(tree)).toEqual([]);
  });
  test('nothing names the machine it was written on', () => {
    expect(papers.machineBreaches(tree)).toEqual([]);
  });
});
