import { readdirSync, readFileSync } from 'node:fs';
import { Liquid, type TagToken, type Template } from 'liquidjs';
import { type Refusal, refuse } from '../platform/refusal.ts';
import type { Run } from './blocks.ts';
import { cleanData, frenchSpaces } from './typography.ts';
import type { Scope } from './variables.ts';

/**
 * Texts that a user has put in the place of ours, by key (`fr/reminder-1.b2b`). A key absent here reads the
 * shipped file of that name in `wording/`.
 */
export type WordingOverrides = ReadonlyMap<string, string>;

/**
 * A wording once its variables are filled: its subject, then words, headings and places of blocks, in order.
 */
export interface FilledWording {
  readonly subject: string;
  readonly pieces: readonly Piece[];
}
export type Piece =
  | { readonly kind: 'words'; readonly runs: readonly Run[] }
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'bloc'; readonly name: string };

/**
 * Places of blocks that a wording may name with `{% bloc name %}`; docs/guide/variables.md says what each
 * draws.
 */
export const BLOCS = [
  'factures',
  'a_echoir',
  'sommes',
  'detail',
  'paiement',
  'issue',
  'croisement',
  'donnees',
  'arrete',
  'releve',
  'affectation',
] as const;

const TAGS = ['if', 'unless', 'case', 'comment'];

/** Marks of the engine: control characters, which data never contains since `cleanData` drops them. */
const MARK = { bloc: '\u0001', heading: '\u0002', strong: '\u0003', plain: '\u0004' };

const engine = makeEngine();

/** Liquid without loops, inclusions nor assignments: a wording chooses and fills, it never computes. */
function makeEngine(): Liquid {
  const liquid = new Liquid({
    strictVariables: true,
    strictFilters: true,
    lenientIf: false,
    ownPropertyOnly: true,
    parseLimit: 100_000,
    renderLimit: 1000,
    memoryLimit: 1_000_000,
  });
  for (const tag of Object.keys(liquid.tags)) if (!TAGS.includes(tag)) delete liquid.tags[tag];
  for (const filter of Object.keys(liquid.filters)) delete liquid.filters[filter];
  liquid.registerFilter('accorde', (count: number, one: string, many: string) => (count > 1 ? many : one));
  liquid.registerFilter('gras', (text: string) => `${MARK.strong}${text}${MARK.plain}`);
  liquid.registerTag('bloc', {
    parse(token: TagToken) {
      this.name = token.args.trim();
      if (!(BLOCS as readonly string[]).includes(this.name)) throw new UnknownName(this.name);
    },
    render() {
      return `\n\n${MARK.bloc}${this.name}\n\n`;
    },
  });
  liquid.registerTag('titre', {
    parse(token: TagToken) {
      this.text = token.args.trim().replace(/^"|"$/g, '');
    },
    render() {
      return `\n\n${MARK.heading}${cleanData(this.text)}\n\n`;
    },
  });
  return liquid;
}

class UnknownName extends Error {}

const shipped = new Map<string, string | null>();
/** A wording as the engine reads it, and every variable that it may ask for. */
interface Parsed {
  readonly templates: Template[];
  readonly asked: readonly (readonly unknown[])[];
}
const parsed = new Map<string, Parsed>();

/** The source of a wording: the user's, else the shipped one; null when neither exists. */
export function wordingSource(key: string, overrides: WordingOverrides): string | null {
  const own = overrides.get(key);
  if (own !== undefined) return own;
  const known = shipped.get(key);
  if (known !== undefined) return known;
  const source = readShipped(key);
  shipped.set(key, source);
  return source;
}

/** The names of our own texts in a language. */
export function shippedNames(language: 'fr' | 'en'): readonly string[] {
  const files = readdirSync(new URL(`./wording/${language}/`, import.meta.url));
  return files.flatMap((file) => (file.endsWith('.liquid') ? file.slice(0, -'.liquid'.length) : [])).sort();
}

function readShipped(key: string): string | null {
  if (!/^(fr|en)\/[a-z0-9.-]+$/.test(key)) return null;
  try {
    return readFileSync(new URL(`./wording/${key}.liquid`, import.meta.url), 'utf8');
  } catch {
    return null;
  }
}

/**
 * Fills a wording. Refuses `wording_invalid` (syntax, a filter or tag outside the closed list) and
 * `wording_variable_unknown`, naming each unknown variable or block, before anything is written.
 */
export function fillWording(source: string, scope: Scope, language: 'fr' | 'en'): FilledWording | Refusal {
  const templates = parseWording(source, scope);
  if ('refused' in templates) return templates;
  try {
    const text = String(engine.renderSync(templates, scope));
    return split(text, language);
  } catch (error) {
    return invalid(error);
  }
}

/** Checks a wording against the closed lists without filling it; null when it may be used. */
export function parseWording(source: string, scope: Scope): Template[] | Refusal {
  try {
    const known = parsed.get(source) ?? read(source);
    const unknown = known.asked
      .filter((segments) => !isKnown(segments, scope))
      .map((segments) => segments.map(String).join('.'));
    if (unknown.length > 0) return unknownNames([...new Set(unknown)]);
    if (parsed.size > 500) parsed.clear();
    parsed.set(source, known);
    return known.templates;
  } catch (error) {
    const name = unknownBloc(error);
    return name === null ? invalid(error) : unknownNames([name]);
  }
}

/** Which variables a text names takes as long to find as to fill it: found once. */
function read(source: string): Parsed {
  const templates = engine.parse(source);
  return { templates, asked: engine.globalVariableSegmentsSync(templates) };
}

function isKnown(segments: readonly unknown[], scope: Scope): boolean {
  let at: unknown = scope;
  for (const segment of segments) {
    if (typeof segment !== 'string' || typeof at !== 'object' || at === null || !Object.hasOwn(at, segment))
      return false;
    at = (at as Scope)[segment];
  }
  return typeof at !== 'object';
}

function unknownBloc(error: unknown): string | null {
  const cause = error instanceof Error && 'originalError' in error ? error.originalError : error;
  return cause instanceof UnknownName ? cause.message : null;
}

/** `wording_variable_unknown`, naming what the text names and nothing offers. */
export function unknownNames(names: readonly string[]): Refusal {
  return refuse(
    'wording_variable_unknown',
    `Le texte nomme ce qui n’existe pas\u00a0: ${names.join(', ')}. Voyez docs/guide/variables.md.`,
    { unknown: names },
  );
}

function invalid(error: unknown): Refusal {
  const detail = error instanceof Error ? error.message.split('\n')[0] : String(error);
  return refuse(
    'wording_invalid',
    `Le texte ne peut pas être lu\u00a0: ${detail}. Corrigez la balise ou le filtre indiqué.`,
    { detail },
  );
}

/**
 * First line `Objet :` or `Subject:`, then paragraphs parted by an empty line; a single line break is a
 * space.
 */
function split(text: string, language: 'fr' | 'en'): FilledWording {
  const set = language === 'fr' ? frenchSpaces : (value: string) => value;
  const [, subject = '', body = ''] =
    /^(?:(?:Objet|Subject) ?:[ ]*(.*)\n)?([\s\S]*)$/.exec(text.trimStart()) ?? [];
  const pieces = body
    .split(/\n\s*\n/)
    .map((part) =>
      part
        .replace(/[ \t]*\n[ \t]*/g, ' ')
        .replace(/ {2,}/g, ' ')
        .trim(),
    )
    .filter((part) => part !== '')
    .map((part): Piece => {
      if (part.startsWith(MARK.bloc)) return { kind: 'bloc', name: part.slice(1) };
      if (part.startsWith(MARK.heading)) return { kind: 'heading', text: set(part.slice(1)) };
      return { kind: 'words', runs: runsOf(part, set) };
    });
  return {
    subject: set(
      subject
        .replace(/\p{Cc}/gu, '')
        .replace(/ {2,}/g, ' ')
        .trim(),
    ),
    pieces,
  };
}

function runsOf(text: string, set: (text: string) => string): readonly Run[] {
  return set(text)
    .split(MARK.strong)
    .flatMap((part, index) => {
      if (index === 0) return [{ text: part, strong: false }];
      const [bold = '', rest = ''] = part.split(MARK.plain);
      return [
        { text: bold, strong: true },
        { text: rest, strong: false },
      ];
    })
    .filter((run) => run.text !== '');
}
