import { canonicalJson } from './canonical.ts';
import { type Sha256, sha256 } from './sha256.ts';

/** The head of one chain at the moment of a seal. */
export interface SealedHead {
  readonly chain: string;
  readonly seq: number;
  readonly hash: Sha256;
}

const LEAF = Buffer.from([0]);
const NODE = Buffer.from([1]);

/**
 * The root that stands for all the heads: the tree of RFC 9162 §2.1.1, leaves in the byte order of their
 * chains. Leaves and nodes start with different bytes, so that a node can never pass for a leaf.
 */
export function merkleRoot(heads: readonly SealedHead[]): Sha256 {
  const leaves = [...heads].sort((a, b) => (a.chain < b.chain ? -1 : 1)).map(leafHash);
  return rootOf(leaves, 0, leaves.length);
}

function leafHash({ chain, seq, hash }: SealedHead): Sha256 {
  return sha256(Buffer.concat([LEAF, Buffer.from(canonicalJson({ chain, hash, seq }))]));
}

function rootOf(leaves: readonly Sha256[], from: number, to: number): Sha256 {
  const count = to - from;
  if (count === 0) return sha256('');
  if (count === 1) return leaves[from]!;
  let left = 1;
  while (left * 2 < count) left *= 2;
  const halves = [rootOf(leaves, from, from + left), rootOf(leaves, from + left, to)];
  return sha256(Buffer.concat([NODE, ...halves.map((half) => Buffer.from(half, 'hex'))]));
}
