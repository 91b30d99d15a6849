import net from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { openTransport, type SmtpSettings, type SmtpUse } from '../../src/courier/smtp.ts';
import { isLoopback } from '../../src/courier/transport.ts';
import { isRefusal } from '../../src/platform/refusal.ts';
import { openSink, SINK_CERTIFICATE, type SinkOptions } from '../harness/smtp.ts';

const opened: { close: () => Promise<void> }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

async function sink(options: SinkOptions = {}) {
  const made = await openSink(options);
  opened.push(made);
  return made;
}

const QUICK: SmtpUse = { rehearsal: true, connectSeconds: 2, greetingSeconds: 2, answerSeconds: 1 };

function transportTo(to: Partial<SmtpSettings> & { port: number }, use: Partial<SmtpUse> = {}) {
  const settings = { host: '127.0.0.1', secure: false, user: null, password: null, ...to };
  const transport = openTransport(settings, { ...QUICK, ...use });
  if (isRefusal(transport)) throw new Error(transport.message);
  opened.push(transport);
  return transport;
}

const raw = Buffer.from(
  'From: a@x.example\r\nTo: b@y.example\r\nSubject: s\r\n\r\nline\r\n.dot\r\n..two\r\nend\r\n',
);
// More than the system's own buffers take in before anybody reads.
const large = Buffer.concat([raw, Buffer.alloc(24_000_000, 'x'.repeat(76) + '\r\n')]);
const envelope = { from: 'a@x.example', to: ['b@y.example'] };

describe('a message that passes', () => {
  test('arrives with exactly the bytes that were frozen', async () => {
    const { port, messages } = await sink();
    const outcome = await transportTo({ port }).deliver(raw, envelope, 'm1');
    expect(outcome).toEqual({ state: 'sent', response: '250 queued as 1', refusedRecipients: [] });
    expect(messages).toHaveLength(1);
    expect(messages[0]!.raw.equals(raw)).toBe(true);
    expect(messages[0]).toMatchObject({ from: 'a@x.example', to: ['b@y.example'] });
  });

  test('keeps its connection for the next ones, and another when the server hung up meanwhile', async () => {
    const server = await sink();
    const transport = transportTo({ port: server.port }, { connections: 1 });
    await transport.deliver(raw, envelope, 'm1');
    await transport.deliver(raw, envelope, 'm2');
    expect(server.connections()).toBe(1);
    server.hangUp();
    expect(await transport.deliver(raw, envelope, 'm3')).toMatchObject({ state: 'sent' });
    expect(server.connections()).toBe(2);
    expect(server.messages).toHaveLength(3);
  });

  test('waits for its turn: never more connections than agreed', async () => {
    const server = await sink();
    const transport = transportTo({ port: server.port }, { connections: 3 });
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, index) => transport.deliver(raw, envelope, `m${index}`)),
    );
    expect(outcomes.every(({ state }) => state === 'sent')).toBe(true);
    expect(server.messages).toHaveLength(30);
    expect(server.connections()).toBeLessThanOrEqual(3);
  });

  test('says which recipients were refused while the others got it', async () => {
    const server = await sink();
    server.behaviour.recipients = { 'gone@y.example': 550, 'full@y.example': 452 };
    const to = ['b@y.example', 'gone@y.example', 'full@y.example'];
    const outcome = await transportTo({ port: server.port }).deliver(raw, { ...envelope, to }, 'm1');
    expect(outcome).toMatchObject({
      state: 'sent',
      refusedRecipients: [
        { address: 'gone@y.example', permanent: true, response: '550 refused with 550' },
        { address: 'full@y.example', permanent: false },
      ],
    });
    expect(server.messages[0]!.to).toEqual(['b@y.example']);
  });
});

describe('R19 certainly not delivered', () => {
  test('nobody listens', async () => {
    const server = await openSink();
    const { port } = server;
    await server.close();
    expect(await transportTo({ port }).deliver(raw, envelope, 'm1')).toMatchObject({
      state: 'failed',
      permanent: false,
      stage: 'connect',
      code: 'ECONNREFUSED',
    });
  });

  test('the name of the server leads nowhere', async () => {
    const transport = openTransport(
      { host: 'smtp.invalid', port: 25, secure: false, user: null, password: null },
      { ...QUICK, rehearsal: false },
    );
    if (isRefusal(transport)) throw new Error(transport.message);
    const outcome = await transport.deliver(raw, envelope, 'm1');
    expect(outcome).toMatchObject({ state: 'failed', permanent: false, stage: 'connect' });
  });

  test.each([
    [450, false],
    [550, true],
  ])('sender refused with %i', async (code, permanent) => {
    const server = await sink();
    server.behaviour.sender = code;
    const outcome = await transportTo({ port: server.port }).deliver(raw, envelope, 'm1');
    expect(outcome).toMatchObject({ state: 'failed', permanent, stage: 'sender', code: `smtp_${code}` });
  });

  test.each([
    [451, false],
    [550, true],
  ])('only recipient refused with %i, and the line serves the next message', async (code, permanent) => {
    const server = await sink();
    const transport = transportTo({ port: server.port }, { connections: 1 });
    server.behaviour.recipients = { 'b@y.example': code };
    const outcome = await transport.deliver(raw, envelope, 'm1');
    expect(outcome).toMatchObject({
      state: 'failed',
      permanent,
      stage: 'recipients',
      code: `smtp_${code}`,
      refusedRecipients: [{ address: 'b@y.example', permanent }],
    });
    server.behaviour.recipients = {};
    expect(await transport.deliver(raw, envelope, 'm2')).toMatchObject({ state: 'sent' });
    expect(server.connections()).toBe(1);
    expect(server.messages).toHaveLength(1);
  });

  test.each([
    [452, false],
    [554, true],
  ])('message refused with %i', async (code, permanent) => {
    const server = await sink();
    server.behaviour.data = code;
    const outcome = await transportTo({ port: server.port }).deliver(raw, envelope, 'm1');
    expect(outcome).toMatchObject({ state: 'failed', permanent, stage: 'answer', code: `smtp_${code}` });
    expect(server.messages).toHaveLength(0);
  });

  test('the line is cut in the middle of the message', async () => {
    const server = await sink();
    server.behaviour.data = 'cut-body';
    const outcome = await transportTo({ port: server.port }).deliver(large, envelope, 'm1');
    expect(outcome).toMatchObject({ state: 'failed', permanent: false, stage: 'body' });
    expect(server.messages).toHaveLength(0);
  });

  test('larger than the server takes', async () => {
    const server = await sink({ size: 10_000 });
    const outcome = await transportTo({ port: server.port }).deliver(large, envelope, 'm1');
    expect(outcome).toMatchObject({ state: 'failed', permanent: true, code: 'too_large' });
  });
});

describe('R13 R19 doubtful', () => {
  test.each([
    ['close', 'connection_lost', 0],
    ['take-and-close', 'connection_lost', 1],
    ['hang', 'answer_timeout', 0],
    ['take-and-hang', 'answer_timeout', 1],
  ] as const)('%s after the final dot', async (data, reason, taken) => {
    const server = await sink();
    server.behaviour.data = data;
    const outcome = await transportTo({ port: server.port }).deliver(raw, envelope, 'm1');
    expect(outcome).toEqual({ state: 'ambiguous', reason, response: null });
    // From here the two cannot be told apart: that is the doubt.
    expect(server.messages).toHaveLength(taken);
  });

  test.each([
    ['one that nobody understands', '299-half', 'connection_lost'],
    ['one that is no answer', 'hello there\r\n', 'answer_unreadable'],
    ['one that asks for more', '354 go on\r\n', 'answer_unreadable'],
  ])('an answer to the message, %s', async (_name, answer, reason) => {
    const { port } = await scripted(answer);
    const outcome = await transportTo({ port }).deliver(raw, envelope, 'm1');
    expect(outcome).toMatchObject({ state: 'ambiguous', reason });
  });

  test('an acceptance that comes before the message has ended answers something else', async () => {
    const { port } = await scripted('', '354 go\r\n250 early\r\n');
    const outcome = await transportTo({ port }).deliver(large, envelope, 'm1');
    expect(outcome).toMatchObject({ state: 'ambiguous', reason: 'answer_unreadable' });
  });

  test('a refusal whose line was cut is still a refusal', async () => {
    const { port } = await scripted('554 5.7.1 spam');
    const outcome = await transportTo({ port }).deliver(raw, envelope, 'm1');
    expect(outcome).toMatchObject({ state: 'failed', permanent: true, code: 'smtp_554' });
  });
});

describe('login and encryption', () => {
  const login = { user: 'compta', password: 's3cret-é' };

  test('with the right password', async () => {
    const server = await sink({ login });
    const transport = transportTo({ port: server.port, ...login });
    expect(await transport.verify()).toBeNull();
    expect(await transport.deliver(raw, envelope, 'm1')).toMatchObject({ state: 'sent' });
    expect(server.messages[0]!.user).toBe('compta');
  });

  test('a wrong or missing password holds the message, and is told nowhere', async () => {
    const server = await sink({ login });
    const wrong = transportTo({ port: server.port, user: 'compta', password: 'wr0ng' });
    const outcome = await wrong.deliver(raw, envelope, 'm1');
    expect(outcome).toMatchObject({ state: 'failed', permanent: false, stage: 'login', code: 'smtp_535' });
    expect(JSON.stringify([outcome, await wrong.verify()])).not.toContain('wr0ng');
    const none = await transportTo({ port: server.port }).deliver(raw, envelope, 'm1');
    expect(none).toMatchObject({ state: 'failed', permanent: false, stage: 'login', code: 'smtp_530' });
  });

  test('a password never crosses a network in clear', async () => {
    const server = await sink({ login });
    // 0.0.0.0 leads here and counts as outside, as any host that is not a loopback name.
    const settings = { host: '0.0.0.0', port: server.port, secure: false, ...login };
    const transport = openTransport(settings, { ...QUICK, rehearsal: false });
    if (isRefusal(transport)) throw new Error(transport.message);
    const outcome = await transport.deliver(raw, envelope, 'm1');
    expect(outcome).toMatchObject({ state: 'failed', permanent: false, stage: 'connect' });
    expect(server.connections()).toBe(1);
    expect(server.messages).toHaveLength(0);
  });

  test.each(['starttls', 'tls'] as const)('%s with a certificate that is trusted', async (encryption) => {
    const server = await sink({ encryption, login });
    const to = { port: server.port, host: 'localhost', secure: encryption === 'tls', ...login };
    const transport = transportTo(to, { authorities: SINK_CERTIFICATE });
    expect(await transport.deliver(raw, envelope, 'm1')).toMatchObject({ state: 'sent' });
    expect(server.messages[0]!.encrypted).toBe(true);
  });

  test.each(['starttls', 'tls'] as const)('%s with a certificate that is not', async (encryption) => {
    const server = await sink({ encryption });
    const transport = transportTo({ port: server.port, secure: encryption === 'tls' });
    const outcome = await transport.deliver(raw, envelope, 'm1');
    expect(outcome).toMatchObject({ state: 'failed', permanent: false, stage: 'connect' });
    expect(server.messages).toHaveLength(0);
  });
});

describe('rehearsal', () => {
  const elsewhere = { host: 'smtp.example.com', port: 25, secure: false, user: null, password: null };

  test('R12 lets nothing leave the machine', () => {
    expect(openTransport(elsewhere, { rehearsal: true })).toMatchObject({ refused: 'smtp_not_loopback' });
    expect(isRefusal(openTransport(elsewhere, { rehearsal: false }))).toBe(false);
  });

  test.each(['127.0.0.1', '127.9.9.9', 'localhost', 'LOCALHOST.', '::1', '[::1]'])('%s is here', (host) => {
    expect(isLoopback(host)).toBe(true);
  });

  test.each([
    'smtp.example.com',
    '127.0.0.1.example.com',
    '127.0.0.256',
    '127.1',
    '10.0.0.1',
    'localhost.example.com',
    '0.0.0.0',
    '',
  ])('« %s » is elsewhere', (host) => {
    expect(isLoopback(host)).toBe(false);
  });
});

/** A server that knows its lines by heart: for what no orderly server would say. */
async function scripted(lastWords: string, afterData = '354 go\r\n') {
  const server = net.createServer((socket) => {
    let inBody = false;
    let heard = '';
    socket.on('error', () => undefined);
    socket.write('220 scripted\r\n');
    socket.on('data', (chunk) => {
      heard += chunk.toString('latin1');
      if (inBody) {
        if (heard.endsWith('\r\n.\r\n')) socket.end(lastWords);
        return;
      }
      for (let end = heard.indexOf('\r\n'); end >= 0; end = heard.indexOf('\r\n')) {
        inBody = heard.startsWith('DATA');
        heard = heard.slice(end + 2);
        socket.write(inBody ? afterData : '250 ok\r\n');
        if (inBody) return;
      }
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  opened.push({ close: () => new Promise<void>((closed) => server.close(() => closed())) });
  return { port: (server.address() as net.AddressInfo).port };
}
