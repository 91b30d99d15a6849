/** Longest name that every mail client and file system shows and saves unharmed. */
const LONGEST = 80;

/**
 * A file name that no client mangles and no folder is left by: ASCII letters, digits, `_`, `-` and dots
 * inside. `COPIE_F/2026/014.pdf` becomes `COPIE_F-2026-014.pdf`; accents are folded, spaces become `_`.
 */
export function safeFileName(name: string): string {
  const folded = name
    .replace(/[œŒ]/g, (letter) => (letter === 'œ' ? 'oe' : 'OE'))
    .replace(/[æÆ]/g, (letter) => (letter === 'æ' ? 'ae' : 'AE'))
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/\s+/gu, '_')
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/\.{2,}/g, '.');
  const extension = /\.[A-Za-z0-9]{1,5}$/.exec(folded)?.[0] ?? '';
  const stem = folded
    .slice(0, folded.length - extension.length)
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, LONGEST - extension.length);
  return `${stem === '' ? 'document' : stem}${extension}`;
}

/**
 * The safe names of several files that travel together, in order: two that fold to the same get `-2`, `-3`…
 */
export function safeFileNames(names: readonly string[]): readonly string[] {
  const taken = new Set<string>();
  return names.map((name) => {
    const safe = safeFileName(name);
    const dot = safe.lastIndexOf('.');
    const stem = dot > 0 ? safe.slice(0, dot) : safe;
    let candidate = safe;
    // Windows and macOS do not tell capitals apart.
    for (let copy = 2; taken.has(candidate.toLowerCase()); copy += 1)
      candidate = `${stem}-${copy}${dot > 0 ? safe.slice(dot) : ''}`;
    taken.add(candidate.toLowerCase());
    return candidate;
  });
}
