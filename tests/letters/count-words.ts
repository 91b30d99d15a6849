import { type Block, plainText } from '../../src/letters/blocks.ts';

/**
 * Words of the running text: what a length in words is measured on. Tables, sums and bank details are not
 * counted.
 */
export function countWords(blocks: readonly Block[]): number {
  let count = 0;
  for (const block of blocks) {
    const text =
      block.kind === 'paragraph' ? plainText(block.runs) : block.kind === 'heading' ? block.text : '';
    count += text.match(/[\p{L}\p{N}][^\s]*/gu)?.length ?? 0;
  }
  return count;
}
