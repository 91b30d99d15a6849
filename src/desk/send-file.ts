import type { FastifyReply } from 'fastify';

/**
 * Hands over bytes that somebody else made. A PDF, by its content, opens in the browser; anything else is
 * saved, whatever it says it is. `name` is a safe file name.
 */
export async function sendFile(reply: FastifyReply, name: string, bytes: Uint8Array): Promise<FastifyReply> {
  const isPdf = [0x25, 0x50, 0x44, 0x46, 0x2d].every((byte, index) => bytes[index] === byte);
  const manner = isPdf ? 'inline' : 'attachment';
  return await reply
    // The viewer of PDF files is a page of the browser's own, which a stricter policy would keep from
    // drawing.
    .header('content-security-policy', isPdf ? "frame-ancestors 'none'" : "default-src 'none'; sandbox")
    .header('content-disposition', `${manner}; filename="${name}"`)
    .type(isPdf ? 'application/pdf' : 'application/octet-stream')
    .send(Buffer.from(bytes));
}
