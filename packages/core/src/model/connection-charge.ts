import * as z from "zod";
import type { IntentRun } from "./intent-run.ts";
import { PersonName } from "./person.ts";

/** Who answers for a connection, and who pays for it. */
export const ConnectionCharge = z.strictObject({ owner: PersonName, costCentre: z.string().max(64).optional() });
export type ConnectionCharge = z.infer<typeof ConnectionCharge>;

type Asked = Pick<IntentRun, "askedBy" | "intents">;

/** Whose one connection of a run is, as its own request says: each row of a table may have another owner and cost centre. */
export function chargeOf({ askedBy, intents }: Asked, intentId: string): ConnectionCharge {
  const request = intents.find(({ id }) => id === intentId)?.request;
  const { owner = askedBy, costCentre } = request ?? {};
  return { owner, ...(costCentre !== undefined && { costCentre }) };
}

/** Whose some connections of a run are, each once, in the order they were asked for; all of them unless some are named. */
export function chargesOf(run: Asked, intentIds = run.intents.map(({ id }) => id)): readonly ConnectionCharge[] {
  const charges = run.intents.filter(({ id }) => intentIds.includes(id)).map(({ id }) => chargeOf(run, id));
  return [...new Map(charges.map((one) => [JSON.stringify([one.owner, one.costCentre]), one])).values()];
}
