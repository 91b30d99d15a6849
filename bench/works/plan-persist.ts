import { planPersist } from '../plan-persist.ts';

export const work = planPersist('plan-persist', 100_000, {
  rounds: 3,
  reach: [
    { figure: 'ratio', most: 2.5 },
    { figure: 'rate', least: 30_000 },
  ],
});
