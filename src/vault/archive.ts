import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { extract, pack } from 'tar-stream';
import { asSha256, type Sha256, sha256 } from '../journal/sha256.ts';

/** The file is cut short, altered, or no archive of ours. */
export class ArchiveDamaged extends Error {}

export interface ArchiveWriter {
  readonly add: (name: string, content: Uint8Array) => Promise<Sha256>;
  /** Exactly `bytes` bytes of a stream: what a growing file had when it was opened. */
  readonly addStream: (name: string, bytes: number, content: AsyncIterable<Uint8Array>) => Promise<Sha256>;
  readonly finish: () => Promise<void>;
  readonly abandon: () => void;
}

// PDF files do not shrink and rows shrink well at once: a higher level costs time and gains a few per cent.
const GZIP_LEVEL = 3;

/** Writes a gzipped tar to a new file, entry by entry, at the pace of the disk. */
export function writeArchive(path: string): ArchiveWriter {
  const archive = pack();
  const written = pipeline(
    archive,
    createGzip({ level: GZIP_LEVEL }),
    createWriteStream(path, { flags: 'wx', mode: 0o600, flush: true }),
  );
  // Told to whoever waits for an entry or for the end; nobody may be waiting yet when the disk fails.
  written.catch(() => undefined);
  const unlessBroken = async (work: () => Promise<void>): Promise<void> => {
    try {
      await Promise.race([work(), written.then(() => Promise.reject(new Error(`${path} ended early`)))]);
    } catch (error) {
      // A disk that failed between two entries only closes the archive: why, the file itself says.
      if (archive.destroyed) await written;
      throw error;
    }
  };
  return {
    add: async (name, content) => {
      const entered = async () =>
        await new Promise<void>((resolve, reject) => {
          archive.entry({ name, mode: 0o600 }, Buffer.from(content), (error) =>
            error ? reject(error) : resolve(),
          );
        });
      await unlessBroken(entered);
      return sha256(content);
    },
    addStream: async (name, bytes, content) => {
      const passing = hashed(content);
      await unlessBroken(
        async () => await pipeline(passing.content, archive.entry({ name, size: bytes, mode: 0o600 })),
      );
      return passing.result();
    },
    finish: async () => {
      archive.finalize();
      await written;
    },
    abandon: () => archive.destroy(),
  };
}

export interface ArchiveEntry {
  readonly name: string;
  readonly bytes: number;
  /** To be read to its end before the next entry; throws ArchiveDamaged when it breaks off. */
  readonly content: AsyncIterable<Uint8Array>;
}

/**
 * The entries of a gzipped tar in their order. Throws ArchiveDamaged when the file cannot be read to its end.
 */
export async function* readArchive(path: string): AsyncGenerator<ArchiveEntry> {
  const archive = extract();
  const reading = pipeline(createReadStream(path), createGunzip(), archive);
  reading.catch(() => undefined);
  try {
    for await (const entry of archive) {
      if (entry.header.type !== 'file') throw new ArchiveDamaged(`${entry.header.name} is no plain file`);
      const { name, size = 0 } = entry.header;
      yield { name, bytes: size ?? 0, content: unlessDamaged(path, entry) };
    }
    await reading;
  } catch (error) {
    throw damaged(path, error);
  } finally {
    archive.destroy();
  }
}

async function* unlessDamaged(path: string, content: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* content;
  } catch (error) {
    throw damaged(path, error);
  }
}

function damaged(path: string, error: unknown): ArchiveDamaged {
  if (error instanceof ArchiveDamaged) return error;
  return new ArchiveDamaged(`${path} cannot be read to its end`, { cause: error });
}

/** Passes chunks on and hashes them; `result` once they have all passed. */
export function hashed(content: AsyncIterable<Uint8Array>): {
  readonly content: AsyncIterable<Uint8Array>;
  readonly result: () => Sha256;
} {
  const hash = createHash('sha256');
  let ended = false;
  async function* pass(): AsyncGenerator<Uint8Array> {
    for await (const chunk of content) {
      hash.update(chunk);
      yield chunk;
    }
    ended = true;
  }
  return {
    content: pass(),
    result: () => {
      if (!ended) throw new Error('the content was not read to its end');
      return asSha256(hash.digest('hex'));
    },
  };
}
