import {
  type Charge,
  type Estimates,
  type Flow,
  PriceRow,
  type TopologyConnection,
} from "../../packages/core/src/index.ts";
import { loadSolver } from "../../packages/engine/src/paths/optimise/load-solver.ts";
import { estateFacts } from "../../packages/engine/src/paths/plan/estate-facts.ts";
import {
  type Choice,
  type ChoiceSession,
  choosePathsTogether,
  type PlanRequest,
} from "../../packages/engine/src/paths/plan/session.ts";
import { wayPerformance } from "../../packages/engine/src/paths/plan/way-performance.ts";
import { aLink, anInventory, aTopology, places } from "./topologies.ts";

const row = (id: string, item: PriceRow["item"], tiers: PriceRow["tiers"], more: Partial<PriceRow> = {}): PriceRow =>
  PriceRow.parse({
    id,
    cloud: "aws",
    item,
    regions: ["*"],
    unit: "GB",
    tiers,
    source: "test",
    asOf: "2026-01-01",
    trust: "vendor",
    ...more,
  });

/** What a gigabyte costs that leaves AWS: two cents over a dedicated line, nine over the internet, nothing for what comes in. */
export const cheapRows = {
  dedicated: row("aws/egress-dedicated/all", "egress-dedicated", [{ usd: 0.02 }]),
  internet: row("aws/egress-internet/all", "egress-internet", [{ usd: 0.09 }]),
};

/** Places, prices and promises of the three places; `charges` may be replaced. */
export const testEstimates = (more: Partial<Estimates> = {}): Estimates => ({
  locate: (_, regionId) =>
    ({ "us-east-1": { latitudeDeg: 39, longitudeDeg: -77.5 }, eastus: { latitudeDeg: 37.4, longitudeDeg: -79.8 } })[
      regionId
    ],
  provisioningMs: () => undefined,
  resolverIp: () => undefined,
  price: () => undefined,
  charges: ({ kind, from }): readonly Charge[] => {
    if (from.cloud !== "aws") return [];
    const found = kind === "direct-connect" ? cheapRows.dedicated : cheapRows.internet;
    return [{ query: { cloud: "aws", item: found.item, regionId: from.regionId }, row: found }];
  },
  availabilityRatio: () => 0.999,
  transferUsdPerGb: () => undefined,
  ...more,
});

/** A dedicated line of $1,000 and a tunnel of $50 between AWS and the data centre. */
export const dx = (more: Partial<TopologyConnection> = {}) =>
  aLink({
    id: "dx",
    from: places.aws,
    to: places.dc,
    kind: "direct-connect",
    carrier: "acme",
    isEncrypted: false,
    bandwidthMbps: 10_000,
    monthlyUsd: 1_000,
    bytes30d: 0,
    ...more,
  });
export const vpn = (more: Partial<TopologyConnection> & { readonly id?: string } = {}) =>
  aLink({
    id: "vpn",
    from: places.aws,
    to: places.dc,
    carrier: "internet",
    isPublic: true,
    bandwidthMbps: 1_250,
    monthlyUsd: 50,
    bytes30d: 0,
    ...more,
  });

export interface TestChoice {
  readonly links: readonly TopologyConnection[];
  readonly flows: readonly Flow[];
  readonly inventory?: Parameters<typeof anInventory>[0];
  readonly estimates?: Estimates;
  readonly request?: Partial<PlanRequest>;
  readonly today?: string;
}

/** The choice of paths for a small estate. */
export async function choiceOf({
  links,
  flows,
  inventory = {},
  estimates = testEstimates(),
  request = {},
  today = "2026-11-21",
}: TestChoice): Promise<Choice> {
  const topology = aTopology(links);
  const config = anInventory({ flows, ...inventory });
  const facts = estateFacts(topology, config, estimates, wayPerformance(topology, config.networks, estimates), today);
  return choosePathsTogether(facts, await loadSolver(), { objective: "cost", ...request });
}

/** The same, where a plan is expected. */
export async function sessionOf(test: TestChoice): Promise<ChoiceSession> {
  const choice = await choiceOf(test);
  if (choice.kind !== "chosen") throw new Error(`no plan: ${JSON.stringify(choice.why)}`);
  return choice.session;
}
