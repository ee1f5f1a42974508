import type { ConnectPlan, IntentRun, ProvisionStep, SeenService } from "@skylane/core";
import { IntentId } from "@skylane/core";

const RUN = IntentId.parse("in-1-abc");
const INTENT = IntentId.parse("in-1-abc-1");

/** A service that can be one end of a connection. */
export const aService = (name: string, more: Partial<SeenService> = {}): SeenService => ({
  key: `aws/${name}`,
  kind: "host",
  cloud: "aws",
  accountId: "1",
  regionId: "us-east-1",
  nativeId: name,
  name,
  tags: {},
  subnetIds: [],
  addresses: ["10.1.0.9"],
  isPublic: false,
  guards: [],
  ...more,
});

/** A plan that changes nothing and needs nobody. */
export const aPlan = (more: Partial<ConnectPlan> = {}): ConnectPlan => ({
  intentIds: [INTENT],
  madeAtMs: 0,
  worldHash: "w",
  ways: [],
  steps: [],
  routes: [],
  reach: [],
  security: [],
  cost: { unknown: [], lines: [] },
  expectedDurationMs: 60_000,
  risk: { tier: "auto", reasons: [] },
  issues: [],
  violations: [],
  orders: [],
  undo: [],
  hash: "h".repeat(16),
  ...more,
});

/** A run of one connection, understood and approved. */
export const aRun = (more: Partial<IntentRun> = {}): IntentRun => ({
  id: RUN,
  version: 0,
  status: "approved",
  askedBy: "ops@globalcart.example",
  askedAtMs: 1,
  owner: "ops@globalcart.example",
  intents: [
    {
      id: INTENT,
      mended: [],
      request: { text: "connect a to b", answers: {}, acceptFixes: false },
      understanding: {
        kind: "understood",
        readAs: [],
        by: "parser",
        intent: { source: aService("a"), destination: aService("b"), port: 443, requirements: { compliance: [] } },
      },
    },
  ],
  plan: aPlan(),
  signatures: [],
  phases: [],
  evidence: [],
  undoneIntentIds: [],
  ...more,
});

/** A step that makes an object of the tests. */
export const aStep = (id: string, more: Partial<ProvisionStep> = {}): ProvisionStep => ({
  id,
  resource: "test.object",
  cloud: "aws",
  accountId: "1",
  regionId: "us-east-1",
  key: `key/${id}`,
  desired: {},
  needs: [],
  summary: `makes ${id}`,
  intentIds: [INTENT],
  ...more,
});

/** That run under a name of its own, with a plan of these steps. */
export const aBuildingRun = (id: string, steps: readonly ProvisionStep[]): IntentRun =>
  aRun({ id: IntentId.parse(id), plan: aPlan({ steps: [...steps] }) });
