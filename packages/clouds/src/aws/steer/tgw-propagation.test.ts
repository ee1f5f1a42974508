import type { MoveRequest } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import { awsTwinForEachTest } from "../../../../../test/support/aws-steering.ts";
import { planMove } from "../../../../../test/support/planned-move.ts";
import { makeSteering } from "../../make-steering.ts";

const lab = awsTwinForEachTest();

const request: MoveRequest = {
  groupId: "g",
  sideId: "cloud",
  prefixes: ["10.9.0.0/16", "10.8.0.0/16"],
  settings: { regionId: "us-east-1", transitGatewayRouteTableId: "tgw-rtb-main" },
  from: { transitGatewayAttachmentId: "tgw-attach-dx" },
  to: { transitGatewayAttachmentId: "tgw-attach-vpn" },
};
const observed = {
  ...request.settings,
  observeRouteTableId: "tgw-rtb-observe",
  canaryPrefixes: "10.254.0.1/32",
};
const planned = (changed: Partial<MoveRequest> = {}) =>
  planMove(makeSteering({ routerGatewayUrl: undefined }).actuator("aws.tgw-propagation"), { ...request, ...changed });
const toDc = ["10.1.0.5", "10.9.0.5"] as const;
const vpn = () => {
  const found = lab().twin.world.atlas.connections.get("vpn");
  if (!found) throw new Error("no vpn");
  return found;
};

describe("clouds/aws/tgw-propagation", () => {
  it("plans one change however many prefixes there are, for it holds for all of the attachment", () => {
    expect(planned().changes).toEqual([
      {
        id: "g:cloud:tgw-rtb-main:tgw-attach-dx",
        sideId: "cloud",
        cloud: "aws",
        actuator: "aws.tgw-propagation",
        prefix: "10.9.0.0/16",
        target: {
          regionId: "us-east-1",
          transitGatewayRouteTableId: "tgw-rtb-main",
          transitGatewayAttachmentId: "tgw-attach-dx",
        },
        desired: {
          propagation: "disabled",
          backupAttachmentId: "tgw-attach-vpn",
          prefixes: "10.9.0.0/16,10.8.0.0/16",
        },
        summary:
          "in tgw-rtb-main (us-east-1) take no routes from tgw-attach-dx, so that 10.9.0.0/16, 10.8.0.0/16 and all else that both carry goes to tgw-attach-vpn",
      },
    ]);
    expect(planned().actuator.plan({ ...request, prefixes: [] })).toEqual([]);
    expect(() => planned({ to: request.from })).toThrow("give each path its own");
  });

  it("moves every prefix of the attachment, and not the canary in a table of its own", async () => {
    const { actuator, change } = planned({ settings: observed });
    await actuator.apply(change);

    expect([lab().carriers(toDc), lab().carriers(["10.1.0.5", "10.8.0.5"])]).toEqual([["vpn"], ["vpn"]]);
    expect(lab().carriers(["10.255.1.5", "10.254.0.1"])).toEqual(["dx"]);
  });

  it("together with prefixes withdrawn from Direct Connect takes both directions off it, and back", async () => {
    const there = planned();
    const steering = makeSteering({ routerGatewayUrl: undefined }).actuator("aws.dx-prefixes");
    const [back] = steering.plan({
      ...request,
      prefixes: ["10.1.0.0/16"],
      settings: { regionId: "us-east-1" },
      from: { associationId: "dxassoc-dx" },
      to: { associationId: "none" },
    });
    if (!back) throw new Error("no change");
    const pair = [
      { actuator: there.actuator, change: there.change, before: await there.actuator.snapshot(there.change) },
      { actuator: steering, change: back, before: await steering.snapshot(back) },
    ];
    const ways = [toDc, ["10.9.0.5", "10.1.0.5"]] as const;

    for (const { actuator, change } of pair) await actuator.apply(change);
    for (const { actuator, change } of pair)
      await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    expect(ways.map((way) => lab().carriers(way))).toEqual([["vpn"], ["vpn"]]);

    for (const { actuator, change, before } of pair.toReversed()) await actuator.restore(change, before);
    for (const { actuator, change, before } of pair)
      await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
    expect(ways.map((way) => lab().carriers(way))).toEqual([["dx"], ["dx"]]);
  });

  it("does not take away what nothing else would carry", async () => {
    const spare = planned({ to: { transitGatewayAttachmentId: "tgw-attach-spare" } });
    const change = lab().twin.world.changes().length;

    await expect(spare.actuator.apply(spare.change)).rejects.toMatchObject({
      name: "ERR_BACKUP_ABSENT",
      kind: "conflict",
      message: expect.stringContaining("tgw-attach-spare does not propagate into tgw-rtb-main; nothing was changed"),
    });
    expect(lab().calls.filter((operation) => operation.includes("Disable"))).toEqual([]);
    expect(lab().twin.world.changes()).toHaveLength(change);
  });

  it("sees in the observe table that the backup's session is down, though it propagates", async () => {
    const { actuator, change } = planned({ settings: observed });
    lab().twin.world.addFault({ kind: "cut", target: { connectionId: "vpn" } });
    await vi.waitFor(() => expect(lab().twin.world.conditionOf(vpn()).isSessionUp).toBe(false));

    await expect(actuator.apply(change)).rejects.toThrow(
      "tgw-rtb-observe shows no route of tgw-attach-vpn for 10.9.0.0/16, 10.8.0.0/16",
    );
    expect(lab().carriers(toDc)).toEqual(["dx"]);
  });

  it("takes nothing away that is offered over the path to leave alone, unless it is a canary", async () => {
    const { canaryPrefixes, ...settings } = observed;
    const { actuator, change } = planned({ settings });

    await expect(actuator.apply(change)).rejects.toThrow(`no route of tgw-attach-vpn for ${canaryPrefixes}; nothing`);
  });

  it("shows as applied only while the backup carries every prefix", async () => {
    const { actuator, change } = planned();
    await actuator.apply(change);
    expect(await actuator.isApplied(change)).toBe(true);

    lab().twin.world.routing.propagations.delete("tgw-rtb-main|tgw-attach-vpn");
    expect(await actuator.isApplied(change)).toBe(false);
  });

  it("refuses an observe table that is the one to be steered", () => {
    const { settings } = planned().actuator;
    expect(settings.safeParse(observed).success).toBe(true);
    expect(settings.safeParse({ ...observed, observeRouteTableId: "tgw-rtb-main" }).success).toBe(false);
    expect(settings.safeParse({ ...observed, canaryPrefixes: "10.254.0.1/32," }).success).toBe(false);
  });

  it("names the table and the attachment that are not there", async () => {
    const table = planned({ settings: { ...request.settings, transitGatewayRouteTableId: "tgw-rtb-x" } });
    await expect(table.actuator.snapshot(table.change)).rejects.toMatchObject({ name: "ERR_CLOUD_NOT_FOUND" });
    const gone = planned({ from: { transitGatewayAttachmentId: "tgw-attach-gone" } });
    const before = { changeId: gone.change.id, state: { propagation: "enabled" } };
    await expect(gone.actuator.restore(gone.change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_NOT_FOUND" });
  });
});
