import { type IntentId, type ProbeRequest, ProofTask } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { memoryDeps } from "../../../../../test/support/memory-deps.ts";
import { measureTasks } from "./measure-tasks.ts";

const HOST = "ledger.database.windows.net";
const task = ProofTask.parse({
  intentId: "in-1-abc" as IntentId,
  sourceIp: "10.1.0.9",
  host: HOST,
  port: 1_433,
  isTls: true,
  name: { dnsName: HOST, isNeeded: true, resolverIp: "10.1.0.2" },
  maxRttMs: 20,
});

async function measured(addresses: readonly string[] | undefined, more: Partial<ProofTask> = {}) {
  const sent: ProbeRequest[] = [];
  const deps = {
    ...memoryDeps(aConfig()),
    prober: {
      probe: async (request: ProbeRequest) => {
        sent.push(request);
        return { outcome: "ok" as const, rttMs: 4 };
      },
    },
    names: {
      lookUp: async () =>
        addresses ? { outcome: "ok" as const, addresses, rttMs: 1 } : { outcome: "no-such-name" as const },
    },
  };
  const { evidence } = await measureTasks(deps, [{ ...task, ...more }]);
  return { sent, checks: evidence.map(({ check, isProven }) => [check, isProven]) };
}

describe("engine/intent/use-cases/measure-tasks", () => {
  it("sends to the address that the source's network has for the name of a public endpoint", async () => {
    const { sent, checks } = await measured(["203.0.113.10", "203.0.113.11"]);

    expect(checks).toEqual(["dns", "tcp", "tls", "latency"].map((check) => [check, true]));
    expect(new Set(sent.map(({ host }) => host))).toEqual(new Set(["203.0.113.10"]));
    expect(sent.at(-1)?.tls).toMatchObject({ serverName: HOST });
  });

  it("proves no public endpoint by a name that a private zone has taken over", async () => {
    expect((await measured(["10.20.1.4"])).checks).toContainEqual(["dns", false]);
    expect((await measured(["203.0.113.10", "10.20.1.4"])).checks).toContainEqual(["dns", false]);
  });

  it.each([
    ["a name that leads nowhere", undefined, {}],
    ["a name with no address", [], {}],
    ["no resolver", ["203.0.113.10"], { name: { dnsName: HOST, isNeeded: true } }],
  ])("sends nothing where there is %s, and proves nothing", async (_, addresses, more) => {
    const { sent, checks } = await measured(addresses, more);

    expect(sent).toEqual([]);
    expect(checks).toEqual([
      ["dns", false],
      ["tcp", false],
      ["latency", false],
    ]);
  });

  it("asks an address as it is told, and its name only whether it leads there", async () => {
    const { sent, checks } = await measured(["10.2.0.8"], { host: "10.2.0.7" });

    expect(new Set(sent.map(({ host }) => host))).toEqual(new Set(["10.2.0.7"]));
    expect(checks[0]).toEqual(["dns", false]);
  });
});
