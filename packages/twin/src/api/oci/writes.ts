import { isDeepStrictEqual } from "node:util";
import type { EstateGateway } from "../../estate/estate.ts";
import { mapByWorld } from "../../world/kept-by-world.ts";
import type { World } from "../../world/world.ts";
import type { RestAnswer, RestRequest } from "../rest-api.ts";
import { circuitEnds } from "./circuits.ts";
import { drgOfDistribution } from "./distributions.ts";
import { drgOfRouteTable } from "./drgs.ts";
import { circuitId } from "./ids.ts";
import { ociError } from "./oci-answer.ts";
import type { Locality } from "./tenancy.ts";
import { updateCircuit } from "./write-circuit.ts";
import { addRules, removeRules, updateRules } from "./write-rules.ts";
import { addStatements, removeStatements } from "./write-statements.ts";

type Action = (here: Locality, gateway: EstateGateway, body: unknown) => RestAnswer;

interface Kind {
  readonly find: (here: Locality, id: string) => EstateGateway | undefined;
  readonly actions: Readonly<Record<string, Action>>;
}
/** What has actions that write, by its collection. */
const kinds: Readonly<Record<string, Kind>> = {
  drgRouteTables: {
    find: drgOfRouteTable,
    actions: { addDrgRouteRules: addRules, updateDrgRouteRules: updateRules, removeDrgRouteRules: removeRules },
  },
  drgRouteDistributions: {
    find: drgOfDistribution,
    actions: {
      addDrgRouteDistributionStatements: addStatements,
      removeDrgRouteDistributionStatements: removeStatements,
    },
  },
};
/** Actions whose repetition the caller may name by a token. */
const WITH_TOKEN: readonly string[] = ["addDrgRouteRules"];

/** True for the collections whose objects can be written. */
export const takesWrites = (collection: string): boolean =>
  collection === "virtualCircuits" || Object.hasOwn(kinds, collection);

/** What a write is answered with; `undefined` where this path takes none, or names nothing that is here. */
export function writeOf(here: Locality, path: readonly string[], request: RestRequest): RestAnswer | undefined {
  const [collection = "", id = "", child, name = "", ...more] = path;
  if (request.method === "PUT" && collection === "virtualCircuits" && child === undefined) {
    for (const gateway of here.gateways)
      for (const end of circuitEnds(here.world, gateway))
        if (circuitId(gateway, end) === id) return updateCircuit(here, gateway, end, request);
    return undefined;
  }
  if (request.method !== "POST" || child !== "actions" || more.length > 0) return undefined;
  const kind = Object.hasOwn(kinds, collection) ? kinds[collection] : undefined;
  const gateway = kind?.find(here, id);
  const action = kind && Object.hasOwn(kind.actions, name) ? kind.actions[name] : undefined;
  if (!action || !gateway) return undefined;
  const run = () => action(here, gateway, request.body);
  return WITH_TOKEN.includes(name) ? once(here.world, request, run) : run();
}

interface Done {
  readonly path: string;
  readonly body: unknown;
  readonly answer: RestAnswer;
}
const tokensOf = mapByWorld<Done>();

/** Does what a token names once: whoever repeats it gets the first answer again. Refusals are not remembered. */
function once(world: World, { headers, path, body }: RestRequest, run: () => RestAnswer): RestAnswer {
  const token = headers["opc-retry-token"];
  if (token === undefined) return run();
  const done = tokensOf(world).get(token);
  if (done)
    return done.path === path && isDeepStrictEqual(done.body, body)
      ? done.answer
      : ociError(409, "InvalidatedRetryToken", "The retry token was used for another request.");
  const answer = run();
  if (answer.statusCode === 200) tokensOf(world).set(token, { path, body, answer });
  return answer;
}
