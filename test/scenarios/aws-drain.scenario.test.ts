import { setTimeout } from "node:timers/promises";
import { makeSteering } from "@skylane/clouds";
import { choosePaths, FailoverOrder, readBack, restoreChange, storePlan } from "@skylane/engine";
import { describe, expect, it } from "vitest";
import { awsTwinForEachTest } from "../support/aws-steering.ts";
import { aConfig, healthOf } from "../support/builders.ts";
import { type MemoryDeps, memoryDeps } from "../support/memory-deps.ts";
import { runFailover } from "../support/run-failover.ts";

const lab = awsTwinForEachTest();

/** Both directions by AWS's own knobs: no router is asked for anything. */
const config = () =>
  aConfig((raw) => ({
    ...raw,
    groups: raw.groups.map((group) => ({
      ...group,
      sides: [
        {
          id: "cloud",
          networkId: "cloud-net",
          steering: {
            actuator: "aws.tgw-propagation",
            settings: { regionId: "us-east-1", transitGatewayRouteTableId: "tgw-rtb-main" },
          },
        },
        {
          id: "site",
          networkId: "site-net",
          steering: { actuator: "aws.dx-prefixes", settings: { regionId: "us-east-1" } },
        },
      ],
      paths: group.paths.map((path) => ({
        ...path,
        handles: {
          cloud: { transitGatewayAttachmentId: `tgw-attach-${path.id}` },
          site: { associationId: path.id === "dx" ? "dxassoc-dx" : "none" },
        },
      })),
    })),
  }));

/** Everything in memory but the clouds and the packets, and pauses that the world lives through too. */
async function ready(): Promise<MemoryDeps> {
  const memory = memoryDeps(config());
  const deps: MemoryDeps = {
    ...memory,
    steering: makeSteering({ routerGatewayUrl: undefined }),
    clock: {
      ...memory.clock,
      async sleepUntil(atMs) {
        await setTimeout(20);
        await memory.clock.sleepUntil(atMs);
      },
    },
    prober: {
      async probe({ sourceIp, host }) {
        const fates = [lab().twin.world.send(sourceIp, host, 100), lab().twin.world.send(host, sourceIp, 100)];
        return fates.every(({ kind }) => kind === "arrives") ? { outcome: "ok", rttMs: 5 } : { outcome: "timeout" };
      },
    },
  };
  const [group] = deps.config.groups;
  const choice = group && choosePaths(group, deps.config);
  if (choice) await storePlan(deps, choice);
  deps.records.set("a", healthOf("dx", "degraded")).set("b", healthOf("vpn", "up"));
  return deps;
}
const orderBy = (trigger: object) =>
  FailoverOrder.parse({ incidentId: "fo-g-3", groupId: "g", trigger, orderedAtMs: 1_000_000 });
const byPerson = orderBy({ kind: "manual", pathId: "dx" });
const step = { incidentId: byPerson.incidentId, groupId: byPerson.groupId };
const ways = () => [lab().carriers(["10.1.0.5", "10.9.0.5"]), lab().carriers(["10.9.0.5", "10.1.0.5"])];

describe("a group steered by AWS alone", { timeout: 30_000 }, () => {
  it("is taken off Direct Connect in both directions when a person orders it, and goes back as it was", async () => {
    const deps = await ready();
    expect(ways()).toEqual([["dx"], ["dx"]]);

    expect(await runFailover(deps, byPerson)).toBe("moved");
    expect(ways()).toEqual([["vpn"], ["vpn"]]);

    const plan = deps.planned.get("g");
    const incident = deps.incidentById.get("fo-g-3");
    for (const change of plan?.changes.toReversed() ?? []) {
      const before = incident?.preImages.find(({ changeId }) => changeId === change.id);
      if (!before) throw new Error(`no pre-image of ${change.id}`);
      await restoreChange(deps, { ...step, fence: 1, change, before });
    }
    await readBack(deps, { ...step, expect: "restored" });
    expect(ways()).toEqual([["dx"], ["dx"]]);
  });

  it("is left alone by Skylane itself, for one of its knobs is of the whole Direct Connect gateway", async () => {
    const deps = await ready();
    const trigger = { kind: "path-state", pathId: "dx", vantageId: "v1", state: "down", epoch: 1 };
    deps.records.set("a", healthOf("dx", "down"));
    lab().twin.world.addFault({ kind: "blackhole", direction: "both", target: { connectionId: "dx" } });

    expect(await runFailover(deps, orderBy(trigger))).toBe("refused");
    expect(deps.incidentById.get("fo-g-3")?.reason).toMatch(
      "only a person may order it, for it reaches beyond the group: withdraw 10.1.0.0/16",
    );
    expect(lab().calls.filter((operation) => /Update|Disable/.test(operation))).toEqual([]);
  });

  it("is put back where the second of its changes fails", async () => {
    const deps = await ready();
    await lab().temper({ deniedActions: ["directconnect:UpdateDirectConnectGatewayAssociation"] });

    expect(await runFailover(deps, byPerson)).toBe("rolled-back");
    expect(lab().calls).toContain("ec2:DisableTransitGatewayRouteTablePropagation");
    expect(ways()).toEqual([["dx"], ["dx"]]);
  });
});
