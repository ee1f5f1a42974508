import type { IntentRun, ProvisionStep, SeenService } from "@skylane/core";
import { IntentId } from "@skylane/core";

const service = (name: string): SeenService => ({
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
  intentIds: [IntentId.parse("in-1-abc-1")],
  ...more,
});

/** An approved run of one intent, whose plan has these steps and no more. */
export const aBuildingRun = (id: string, steps: readonly ProvisionStep[]): IntentRun => ({
  id: IntentId.parse(id),
  version: 0,
  status: "approved",
  askedBy: "ops@globalcart.example",
  askedAtMs: 1,
  owner: "ops@globalcart.example",
  intents: [
    {
      id: IntentId.parse("in-1-abc-1"),
      mended: [],
      request: { text: "connect a to b", answers: {}, acceptFixes: false },
      understanding: {
        kind: "understood",
        readAs: [],
        by: "parser",
        intent: { source: service("a"), destination: service("b"), port: 443, requirements: { compliance: [] } },
      },
    },
  ],
  plan: {
    intentIds: [IntentId.parse("in-1-abc-1")],
    madeAtMs: 0,
    worldHash: "w",
    ways: [],
    steps: [...steps],
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
  },
  signatures: [],
  phases: [],
  evidence: [],
  undoneIntentIds: [],
});
