import { createSocket } from 'node:dgram';
import { decode, encode, type Packet, RECURSION_DESIRED, type StringAnswer } from 'dns-packet';

/** What a zone answers: by `TYPE name`, its values; `silence` for a name that nobody answers about. */
export type Zone = Readonly<Record<string, readonly string[] | 'silence'>>;

export interface NameServer {
  /** `127.0.0.1:PORT`. */
  readonly address: string;
  readonly questions: string[];
  readonly close: () => Promise<void>;
}

type Row = NonNullable<Packet['answers']>[number];

/** A real name server on a free port of this machine; a name that is not in its zone does not exist. */
export async function openNameServer(zone: Zone): Promise<NameServer> {
  const socket = createSocket('udp4');
  const questions: string[] = [];
  socket.on('message', (bytes, from) => {
    const packet = decode(bytes);
    const [question] = packet.questions ?? [];
    if (!question) return;
    const name = question.name.toLowerCase();
    const key = `${question.type} ${name}`;
    questions.push(key);
    const values = zone[key];
    if (values === 'silence') return;
    const exists = Object.keys(zone).some((one) => one.endsWith(` ${name}`));
    const answers = (values ?? []).map((value): Row => {
      const common = { name: question.name, ttl: 60 };
      // 255 bytes a part, as long records are cut.
      if (question.type === 'TXT') return { ...common, type: 'TXT', data: value.match(/.{1,255}/g) ?? [''] };
      if (question.type === 'MX') return { ...common, type: 'MX', data: { preference: 10, exchange: value } };
      return { ...common, type: question.type as StringAnswer['type'], data: value } as Row;
    });
    const reply = encode({
      type: 'response',
      id: packet.id ?? 0,
      flags: RECURSION_DESIRED | (values === undefined && !exists ? 3 : 0),
      questions: [question],
      answers,
    });
    socket.send(reply, from.port, from.address);
  });
  await new Promise<void>((ready) => socket.bind(0, '127.0.0.1', ready));
  return {
    address: `127.0.0.1:${socket.address().port}`,
    questions,
    close: async () => await new Promise<void>((closed) => socket.close(() => closed())),
  };
}
