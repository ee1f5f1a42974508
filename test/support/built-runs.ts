import type { IntentRun, MadeResource, SkylaneConfig, Topology, TopologyConnection } from "@skylane/core";
import { IntentId, PersonName } from "@skylane/core";
import type { NamedIntent } from "../../packages/engine/src/intent/design/index.ts";
import { planConnections } from "../../packages/engine/src/intent/preview/index.ts";
import {
  anIntent,
  aService,
  connectWorld,
  gatewayKeyOf,
  networkKeyOf,
  type Place,
  placesTopology,
} from "./connect-worlds.ts";
import { aSighting } from "./sightings.ts";
import { aLink, anInventory } from "./topologies.ts";

export const use1: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
export const eastus: Place = { cloud: "azure", regionId: "eastus", n: 2 };

/** The two networks, a vantage in the first, and whatever more is declared. */
export const builtConfig = (more: object = {}): SkylaneConfig =>
  anInventory({
    networks: [
      { id: "shop", cloud: "aws", regionId: "us-east-1", providerId: "vpc-1", cidrs: ["10.1.0.0/16"] },
      { id: "ops", cloud: "aws", regionId: "us-east-1", cidrs: ["10.250.0.0/16"] },
    ],
    vantages: [{ id: "v1", networkId: "ops" }],
    ...more,
  });

/** A VPN between the two, as a look shows it: `vpn-<n>` is what AWS calls it. */
export const builtVpn = (n: number, more: Partial<TopologyConnection> = {}): TopologyConnection =>
  aLink({
    id: `vpn-seen-${n}`,
    from: [gatewayKeyOf(use1), networkKeyOf(use1)],
    to: [gatewayKeyOf(eastus), networkKeyOf(eastus)],
    kind: "vpn",
    sightings: [aSighting({ key: `aws/vpn-${n}`, at: "aws/tgw-1" })],
    isDeclared: false,
    isEncrypted: true,
    isPublic: true,
    bandwidthMbps: 1_250,
    ...more,
  });

/** An intent from a machine of the first network to one of the second. */
export const wanted = (n: number, runId = "in-1-abc"): NamedIntent => {
  const named = anIntent("x", aService(use1, 10 + n), aService(eastus, 20 + n, { port: 443 }), {
    encryption: "required",
    monthlyGb: 500,
    priority: "high",
  });
  return { ...named, id: IntentId.parse(`${runId}-${n}`) };
};

/** A run of `count` such intents that stands over a VPN it has made: `vpn-1` and `vpn-2`. */
export function aStandingRun(
  count = 1,
  runId = "in-1-abc",
): { readonly run: IntentRun; readonly made: readonly MadeResource[] } {
  const intents = Array.from({ length: count }, (_, i) => wanted(i + 1, runId));
  const plan = planConnections(intents, connectWorld(placesTopology([use1, eastus])));
  const owner = PersonName.parse("ops@globalcart.example");
  let vpns = 0;
  const made = plan.steps.map(
    ({ id, resource, key }): MadeResource => ({
      stepId: id,
      resource,
      key,
      state: "ready",
      // the gateway stood before, and was given addresses
      wasThere: resource === "azure.vpn-gateway",
      ids: { id: `made-${id}` },
      outputs: { id: resource === "aws.vpn-connection" ? `vpn-${++vpns}` : `made-${id}` },
      before: null,
      attemptCount: 1,
      orderedAtMs: 1,
    }),
  );
  const run: IntentRun = {
    id: IntentId.parse(runId),
    version: 3,
    status: "fulfilled",
    askedBy: PersonName.parse("dev@globalcart.example"),
    askedAtMs: 1_000,
    owner,
    costCentre: "cc-4711",
    intents: intents.map(({ id, intent }) => ({
      id,
      mended: [],
      request: { text: "connect them", answers: {}, acceptFixes: false, owner, costCentre: "cc-4711" },
      understanding: { kind: "understood", readAs: [], by: "parser", intent },
    })),
    plan,
    signatures: [{ by: PersonName.parse("lead@globalcart.example"), atMs: 2_000, planHash: plan.hash, reason: "seen" }],
    phases: [],
    evidence: [],
    undoneIntentIds: [],
  };
  return { run, made };
}

/** What a look shows after it was built. */
export const builtTopology = (links: readonly TopologyConnection[] = [builtVpn(1), builtVpn(2)]): Topology =>
  placesTopology([use1, eastus], links);
