import type { CloudDiscovery } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { anIntent, aService, type Place, placesTopology } from "../../../../../test/support/connect-worlds.ts";
import { aPlan, aRun } from "../../../../../test/support/intent-builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { aDiscovery } from "../../../../../test/support/sightings.ts";
import { proveConnections } from "../index.ts";
import { approvedSettings } from "./approved-settings.ts";

const RULE = "cost.centre";
const place: Place = { cloud: "aws", regionId: "us-east-1", n: 1 };
const [from, to] = [aService(place, 10), aService(place, 20)];
const exception = {
  rule: RULE,
  scope: { source: from.key, destination: "*" },
  owner: "ops@globalcart.example",
  approver: "lead@globalcart.example",
  reason: "a year to clean up",
  expiresOn: "2999-12-31",
};
const nothing = aDiscovery({});
const ready = (role: "operator" | "approver", policies?: string) => {
  const config = aConfig((raw) => ({
    ...raw,
    people: [
      { id: exception.owner, role: "operator" },
      { id: exception.approver, role: "approver" },
    ],
    intents: { costCentres: ["retail"], exceptions: [exception] },
    ...(policies !== undefined && { rights: { policies } }),
  }));
  const people = config.people.map((one) => (one.id === exception.approver ? { ...one, role } : one));
  return memoryDeps({ ...config, people });
};

describe("engine/intent/use-cases/approved-settings", () => {
  it("has the exceptions whose approver may approve them now, and no others", async () => {
    const forbidden = `forbid (principal, action, resource is Skylane::PolicyException) when { resource.rule == "${RULE}" };`;

    expect((await approvedSettings(ready("approver"))).exceptions).toHaveLength(1);
    expect((await approvedSettings(ready("operator"))).exceptions).toEqual([]);
    expect((await approvedSettings(ready("approver", forbidden))).exceptions).toEqual([]);
  });

  it("asks nobody where there are no exceptions", async () => {
    const deps = memoryDeps(aConfig());
    const judge = () => Promise.reject(new Error("asked"));

    expect(await approvedSettings({ config: deps.config, rights: { judge } })).toBe(deps.config.intents);
  });

  it.each([
    ["approver", "nothing is left out for", ""],
    ["operator", "a rule is broken by", "cost.centre"],
  ] as const)("at the proof, with an exception of an %s, %s the connection", async (role, _, broken) => {
    const deps = ready(role);
    const { id: intentId, intent } = anIntent("one", from, to);
    const run = aRun({
      status: "proving",
      intents: [
        {
          id: intentId,
          mended: [],
          request: { text: "connect a to b", answers: {}, acceptFixes: false },
          understanding: { kind: "understood", readAs: [], by: "parser", intent },
        },
      ],
      plan: aPlan({
        ways: [
          {
            intentId,
            kind: "existing-path",
            connectionIds: [],
            stepIds: [],
            isEncrypted: true,
            isPublic: false,
            notChosen: [],
            destinationAddress: intent.destination.addresses[0] ?? "",
          },
        ],
      }),
      phases: [{ name: "prove", startedAtMs: deps.clock.nowMs() - 600_000 }],
    });
    await deps.intents.open(run);
    const seen: CloudDiscovery = { ...nothing, networks: [...placesTopology([place]).networks] };

    await proveConnections(
      { ...deps, surveyor: { look: async () => seen }, provers: { measure: async () => ({ evidence: [] }) } },
      { runId: run.id },
    );

    const policy = deps.building.runs.get(run.id)?.evidence.find(({ check }) => check === "policy");
    expect(policy).toMatchObject({ isProven: broken === "", seen: broken || "no link: it is so" });
  });
});
