import { planPersist } from '../plan-persist.ts';

export const work = planPersist('plan-persist-million', 1_000_000, {
  rounds: 1,
  reach: [{ figure: 'rss_mb', most: 300 }],
});
