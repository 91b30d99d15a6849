import { makeTemplate, onCopy } from '../database.ts';
import { setCreditor } from '../desk.ts';
import { besideSink, CONNECTIONS, mailsOf, queueMails, sendAll } from '../mails-books.ts';
import { sendMails } from '../reference/send-mails.ts';
import { timed, type Work } from '../work.ts';

const MAILS = 2000;

export const work: Work = {
  name: 'mails',
  title: `send ${MAILS} frozen e-mails with a PDF each, claimed, looked at again, recorded`,
  against: `the pool of nodemailer, as many connections (${CONNECTIONS}), the same bytes to the same server`,
  rounds: 3,
  prepare: async (folder) =>
    await makeTemplate(folder, async (database) => {
      await setCreditor(database, folder);
      await queueMails(database, MAILS);
    }),
  ours: async (folder) =>
    await onCopy(folder, async (database) =>
      besideSink(async (port) => {
        const { seconds, result } = await timed(async () => await sendAll(database, port));
        if (result !== MAILS) throw new Error(`${result} mails left`);
        return { seconds, count: MAILS };
      }),
    ),
  reference: async (folder) => {
    const mails = await onCopy(folder, mailsOf);
    return await besideSink(async (port) => {
      const { seconds, result } = await timed(
        async () => await sendMails(mails, { port, connections: CONNECTIONS }),
      );
      if (result !== MAILS) throw new Error(`${result} mails left`);
      return { seconds, count: MAILS };
    });
  },
  reach: [{ figure: 'ratio', most: 1.67 }],
};
