// A mail server that takes everything and keeps nothing, as fast as one can be. Prints its port.
import { type AddressInfo, createServer, type Socket } from 'node:net';

const ANSWERS: readonly (readonly [RegExp, string])[] = [
  [/^EHLO /i, '250-sink\r\n250-8BITMIME\r\n250-SIZE 52428800\r\n250 DSN\r\n'],
  [/^DATA$/i, '354 go on\r\n'],
  [/^QUIT$/i, '221 bye\r\n'],
];

const END = '\r\n.\r\n';

function serve(socket: Socket): void {
  let inMessage = false;
  let rest = '';
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.write('220 sink\r\n');
  socket.on('data', (chunk) => {
    rest += chunk.toString('latin1');
    for (;;) {
      if (inMessage) {
        const end = rest.indexOf(END);
        if (end < 0) {
          // The end may come in two pieces.
          rest = rest.slice(-END.length + 1);
          return;
        }
        rest = rest.slice(end + END.length);
        inMessage = false;
        socket.write('250 taken\r\n');
        continue;
      }
      const line = rest.indexOf('\r\n');
      if (line < 0) return;
      const said = rest.slice(0, line);
      rest = rest.slice(line + 2);
      inMessage = /^DATA$/i.test(said);
      socket.write(ANSWERS.find(([command]) => command.test(said))?.[1] ?? '250 ok\r\n');
      if (/^QUIT$/i.test(said)) socket.end();
    }
  });
}

const server = createServer(serve);
server.listen(0, '127.0.0.1', () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
// It lives as long as whoever started it.
process.stdin.resume().on('end', () => process.exit());
