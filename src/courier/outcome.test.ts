import { describe, expect, test } from 'vitest';
import { type Breakdown, classify, STAGES } from './outcome.ts';

const silent: Breakdown = {
  stage: 'body',
  reply: null,
  code: 'ECONNECTION',
  timedOut: false,
  tooLarge: false,
  refusedRecipients: [],
};

describe('R19 what a broken try means', () => {
  test('a line that breaks before the final dot is a certain, passing failure', () => {
    for (const stage of STAGES.filter((one) => one !== 'answer'))
      expect(classify({ ...silent, stage })).toMatchObject({ state: 'failed', permanent: false, stage });
  });

  test('silence after the final dot is a doubt', () => {
    const stage = 'answer';
    expect(classify({ ...silent, stage })).toMatchObject({ state: 'ambiguous', reason: 'connection_lost' });
    const late = { ...silent, stage, timedOut: true } as const;
    expect(classify(late)).toMatchObject({ state: 'ambiguous', reason: 'answer_timeout' });
  });

  test.each(['354 go on', '25', 'hello', '99 what', ''])('« %s » as the last answer is a doubt', (reply) => {
    const outcome = classify({ ...silent, stage: 'answer', reply });
    expect(outcome).toMatchObject({ state: 'ambiguous', reason: 'answer_unreadable' });
  });

  test('4xx passes, 5xx stays, at every stage that speaks of the message', () => {
    for (const stage of ['sender', 'recipients', 'body', 'answer'] as const) {
      const passing = classify({ ...silent, stage, reply: '451 4.7.1 try later' });
      expect(passing).toMatchObject({ state: 'failed', permanent: false, code: 'smtp_451' });
      const lasting = classify({ ...silent, stage, reply: '550 5.1.1 no such user' });
      expect(lasting).toMatchObject({ state: 'failed', permanent: true, code: 'smtp_550', stage });
    }
  });

  test('a wrong password or a missing encryption is the creditor’s, not the message’s', () => {
    for (const reply of ['535 5.7.8 bad', '530 5.7.0 authenticate first', '538 encrypt first']) {
      expect(classify({ ...silent, stage: 'login', reply })).toMatchObject({ permanent: false });
      const atSender = classify({ ...silent, stage: 'sender', reply });
      expect(atSender).toMatchObject({ permanent: false, stage: 'login' });
    }
    const busy = classify({ ...silent, stage: 'connect', reply: '554 no service here' });
    expect(busy).toMatchObject({ state: 'failed', permanent: false, stage: 'connect' });
  });

  test('a message larger than the server takes is not tried again', () => {
    expect(classify({ ...silent, stage: 'sender', tooLarge: true })).toMatchObject({
      permanent: true,
      code: 'too_large',
    });
  });
});
