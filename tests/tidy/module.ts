import { posix } from 'node:path';
import { parseAst } from 'vitest/node';
import { isTest } from './tree.ts';

/** What the rules need to know of one file of code; lines count from 1. */
export interface Module {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
  readonly exports: readonly Export[];
  /** What each statement of the file mentions, under the name it declares; empty for one that only acts. */
  readonly statements: readonly Statement[];
  readonly functions: readonly Span[];
  /**
   * Globals, members and calls that a rule may forbid, spelt `Date.now`, `new Date`, `Number(`, `.toFixed(`.
   */
  readonly uses: readonly Use[];
  /** Every string, template and regular expression. */
  readonly literals: readonly Literal[];
}

export interface Import {
  readonly line: number;
  readonly specifier: string;
  /** The file it names, from the root; null for a package. */
  readonly target: string | null;
  /** What is taken of it; « * » is everything. */
  readonly names: readonly string[];
  readonly typeOnly: boolean;
  readonly reexport: boolean;
}

export interface Export {
  readonly line: number;
  readonly name: string;
  readonly kind: 'function' | 'value' | 'type';
  /** Names of types and values that a user of it must know: parameters, result, members. */
  readonly signature: ReadonlySet<string>;
}

export interface Statement {
  readonly name: string;
  readonly mentions: ReadonlySet<string>;
}

export interface Span {
  readonly line: number;
  readonly name: string;
  readonly lines: number;
  /** A chapter is given to `describe`, a case to `test`. */
  readonly role: 'function' | 'chapter' | 'case';
  /** Of tests and what they call: every name in it. */
  readonly mentions: ReadonlySet<string>;
}

export interface Use {
  readonly line: number;
  readonly what: string;
  /** The text of a call's arguments. */
  readonly given: string;
}

export interface Literal {
  readonly line: number;
  readonly lastLine: number;
  readonly start: number;
  readonly end: number;
  /** Of a template: its text, ` … ` for what is put in. */
  readonly value: string;
  /** The call it is an argument of: `.insertInto`, `insertRows`… */
  readonly argumentOf: string | null;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && typeof (value as Node).type === 'string';

function childrenOf(node: Node): Node[] {
  return Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );
}

function walk(node: Node, above: readonly Node[], visit: (node: Node, above: readonly Node[]) => void): void {
  visit(node, above);
  const path = [node, ...above];
  for (const child of childrenOf(node)) walk(child, path, visit);
}

/** Parses a file with the parser that runs the tests; throws where it is no TypeScript. */
export function readModule(path: string, text: string): Module {
  const program = parseAst(text, { lang: path.endsWith('.ts') ? 'ts' : 'js' }, path) as unknown as Node;
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  const line = (offset: number) => {
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low + 1;
  };
  const imports: Import[] = [];
  const functions: Span[] = [];
  const uses: Use[] = [];
  const literals: Literal[] = [];
  walk(program, [], (node, above) => {
    const taken = importOf(node, above);
    if (taken) {
      const { specifier } = taken;
      const target = specifier.startsWith('.') ? posix.join(posix.dirname(path), specifier) : null;
      imports.push({ line: line(node.start), target, ...taken });
    }
    if (/^(FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(node.type)) {
      const from = line(node.start);
      const lines = line(node.end) - from + 1;
      const mentions = isTest(path) ? identifiersIn(node) : NOTHING;
      functions.push({ line: from, lines, name: nameOfFunction(node, above), role: roleOf(above), mentions });
    }
    const what = useOf(node);
    if (what) {
      const given = what.endsWith('(') ? text.slice((node.callee as Node).end, node.end) : '';
      uses.push({ line: line(node.start), what, given });
    }
    const value = literalOf(node);
    if (value !== null) {
      const { start, end } = node;
      const argumentOf = callAround(node, above);
      literals.push({ line: line(start), lastLine: line(end), start, end, value, argumentOf });
    }
  });
  const exports = (program.body as Node[]).flatMap((node) =>
    exportsOf(node).map((found) => ({ line: line(node.start), ...found })),
  );
  const statements = (program.body as Node[]).flatMap(statementsOf);
  return { path, text, imports, exports, statements, functions, uses, literals };
}

function statementsOf(node: Node): Statement[] {
  const inner = isNode(node.declaration) ? node.declaration : node;
  if (inner.type === 'ImportDeclaration') return [];
  const declared = (inner.declarations as Node[] | undefined) ?? [inner];
  return declared.map((one) => ({
    name: isNode(one.id) ? nameOf(one.id) : '',
    mentions: identifiersIn(one),
  }));
}

const NOTHING: ReadonlySet<string> = new Set();

function identifiersIn(node: Node): ReadonlySet<string> {
  const names = new Set<string>();
  walk(node, [], (found) => {
    if (found.type === 'Identifier') names.add(nameOf(found));
  });
  return names;
}

function importOf(node: Node, above: readonly Node[]): Omit<Import, 'line' | 'target'> | null {
  const specifier = (node.source as Node | null | undefined)?.value;
  if (typeof specifier !== 'string') return null;
  if (node.type === 'ImportDeclaration') {
    const specifiers = node.specifiers as Node[];
    const names = specifiers.map((one) =>
      one.type === 'ImportSpecifier'
        ? nameOf(one.imported)
        : one.type === 'ImportDefaultSpecifier'
          ? 'default'
          : '*',
    );
    const typeOnly =
      node.importKind === 'type' ||
      (specifiers.length > 0 && specifiers.every((one) => one.importKind === 'type'));
    return { specifier, names, typeOnly, reexport: false };
  }
  if (node.type === 'ImportExpression')
    return { specifier, names: namesTaken(above), typeOnly: false, reexport: false };
  if (node.type === 'TSImportType') {
    const names = isNode(node.qualifier) ? [nameOf(node.qualifier)] : ['*'];
    return { specifier, names, typeOnly: true, reexport: false };
  }
  const reexport = node.type === 'ExportAllDeclaration' || node.type === 'ExportNamedDeclaration';
  return reexport ? { specifier, names: ['*'], typeOnly: node.exportKind === 'type', reexport } : null;
}

/** `(await import('./x.ts')).name` and `const { name } = await import('./x.ts')` say what they take. */
function namesTaken([first, second]: readonly Node[]): string[] {
  if (first?.type !== 'AwaitExpression') return ['*'];
  if (second?.type === 'MemberExpression' && second.computed !== true) return [nameOf(second.property)];
  if (second?.type !== 'VariableDeclarator' || (second.id as Node).type !== 'ObjectPattern') return ['*'];
  return ((second.id as Node).properties as Node[]).map((one) => nameOf(one.key));
}

function nameOf(node: unknown): string {
  if (!isNode(node)) return '*';
  return String(node.name ?? node.value ?? '*');
}

function nameOfFunction(node: Node, [parent]: readonly Node[]): string {
  if (isNode(node.id)) return nameOf(node.id);
  return nameOf(parent?.type === 'VariableDeclarator' ? parent.id : parent?.key);
}

function roleOf([parent]: readonly Node[]): Span['role'] {
  const called = parent?.type === 'CallExpression' ? rootOf(parent.callee as Node) : '';
  if (called === 'describe') return 'chapter';
  return called === 'test' || called === 'it' ? 'case' : 'function';
}

function rootOf(node: Node): string {
  const inner = node.object ?? node.callee ?? node.tag;
  return isNode(inner) ? rootOf(inner) : nameOf(node);
}

function useOf(node: Node): string | null {
  const callee = node.callee as Node | undefined;
  if (node.type === 'NewExpression') return `new ${nameOf(callee)}`;
  if (node.type === 'CallExpression') {
    return callee!.type === 'MemberExpression' ? `.${nameOf(callee!.property)}(` : `${nameOf(callee)}(`;
  }
  if (node.type !== 'MemberExpression' || node.computed === true) return null;
  const object = node.object as Node;
  return object.type === 'Identifier' ? `${nameOf(object)}.${nameOf(node.property)}` : null;
}

function literalOf(node: Node): string | null {
  if (node.type === 'Literal') {
    if (typeof node.value === 'string') return node.value;
    return node.regex === undefined ? null : String(node.raw);
  }
  if (node.type !== 'TemplateLiteral') return null;
  return (node.quasis as Node[])
    .map((quasi) => (quasi.value as { cooked?: string }).cooked ?? '')
    .join(' … ');
}

function callAround(node: Node, above: readonly Node[]): string | null {
  const call = above.find((one) => !['ArrayExpression', 'TSAsExpression'].includes(one.type));
  if (call?.type === 'TaggedTemplateExpression') return `${rootOf(call.tag as Node)}\``;
  if (call?.type !== 'CallExpression' || call.callee === node) return null;
  const callee = call.callee as Node;
  return callee.type === 'MemberExpression' ? `.${nameOf(callee.property)}` : nameOf(callee);
}

function exportsOf(node: Node): Omit<Export, 'line'>[] {
  if (node.type === 'ExportDefaultDeclaration')
    return [{ name: 'default', kind: 'value', signature: new Set() }];
  if (node.type !== 'ExportNamedDeclaration' || isNode(node.source)) return [];
  const declaration = node.declaration as Node | null;
  if (declaration === null) {
    return (node.specifiers as Node[]).map((one) => ({
      name: nameOf(one.exported),
      kind: one.exportKind === 'type' ? ('type' as const) : ('value' as const),
      signature: new Set<string>(),
    }));
  }
  const signature = namesIn(declaration);
  if (declaration.type === 'VariableDeclaration') {
    return (declaration.declarations as Node[]).map((one) => ({
      name: nameOf(one.id),
      kind: /Function/.test((one.init as Node | null)?.type ?? '')
        ? ('function' as const)
        : ('value' as const),
      signature,
    }));
  }
  const kind = declaration.type === 'FunctionDeclaration' ? 'function' : 'type';
  const isClass = declaration.type === 'ClassDeclaration';
  return [{ name: nameOf(declaration.id), kind: isClass ? 'value' : kind, signature }];
}

/** The names that types outside any function body refer to, those after `typeof` included. */
function namesIn(declaration: Node): Set<string> {
  const names = new Set<string>();
  const collect = (node: Node) => {
    if (node.type === 'BlockStatement') return;
    const named = node.typeName ?? node.exprName;
    if (isNode(named)) names.add(leftmost(named));
    if (node.type === 'TSInterfaceHeritage') names.add(nameOf(node.expression));
    for (const child of childrenOf(node)) collect(child);
  };
  collect(declaration);
  return names;
}

function leftmost(name: Node): string {
  return isNode(name.left) ? leftmost(name.left) : nameOf(name);
}
