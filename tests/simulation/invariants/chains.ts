import { Violation } from '../violation.ts';
import type { House, World } from '../world.ts';

/** Every chain, seal and document, as `verify` reads them. */
export async function checkChains(world: World, house: House): Promise<void> {
  const said = await world.clerk.say(house.key, ['verify']);
  if (said.refused === null && said.data.valid) return;
  throw new Violation(
    'chains-verify',
    house.key,
    null,
    JSON.stringify(said.data?.problems ?? said.refused).slice(0, 2_000),
  );
}
