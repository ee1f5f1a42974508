import type { MoveRequest } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import { awsTwinForEachTest } from "../../../../../test/support/aws-steering.ts";
import { planMove } from "../../../../../test/support/planned-move.ts";
import { makeSteering } from "../../make-steering.ts";

const lab = awsTwinForEachTest();

const request: MoveRequest = {
  groupId: "g",
  sideId: "site",
  prefixes: ["10.1.0.0/16", "10.2.0.0/16"],
  settings: { regionId: "us-east-1" },
  from: { associationId: "dxassoc-dx" },
  to: { associationId: "none" },
};
const planned = (changed: Partial<MoveRequest> = {}) =>
  planMove(makeSteering({ routerGatewayUrl: undefined }).actuator("aws.dx-prefixes"), { ...request, ...changed });
const fromDc = ["10.9.0.5", "10.1.0.5"] as const;
const UPDATE = "directconnect:UpdateDirectConnectGatewayAssociation";
const allow = (...prefixes: string[]) => lab().twin.world.routing.allowedPrefixes.set("tgw|dx", prefixes);

describe("clouds/aws/dx-prefixes", () => {
  it("plans one change for all prefixes, which only a person may order", () => {
    expect(planned().changes).toEqual([
      {
        id: "g:site:dxassoc-dx",
        sideId: "site",
        cloud: "aws",
        actuator: "aws.dx-prefixes",
        prefix: "10.1.0.0/16",
        target: { regionId: "us-east-1", associationId: "dxassoc-dx", backupAssociationId: "none" },
        desired: { withdrawnPrefixes: "10.1.0.0/16,10.2.0.0/16" },
        summary:
          "withdraw 10.1.0.0/16, 10.2.0.0/16 from every virtual interface behind Direct Connect gateway association dxassoc-dx",
        isPlannedOnly: true,
      },
    ]);
    expect(planned().actuator.plan({ ...request, prefixes: [] })).toEqual([]);
  });

  it("lets the canary go on answering over Direct Connect", async () => {
    const { actuator, change } = planned();
    await actuator.apply(change);
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));

    expect([lab().carriers(fromDc), lab().carriers(["10.9.0.5", "10.2.0.5"])]).toEqual([["vpn"], ["vpn"]]);
    expect(lab().carriers(["10.254.0.1", "10.255.1.5"])).toEqual(["dx"]);
  });

  it("adds back exactly what was announced, and leaves what others have added", async () => {
    allow("10.1.0.0/16", "10.255.1.0/28");
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    allow("10.255.1.0/28", "10.7.0.0/16");

    await actuator.restore(change, before);
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
    expect(before.state).toEqual({ allowedPrefixes: "10.1.0.0/16" });
    expect(lab().twin.world.routing.allowedPrefixes.get("tgw|dx")).toEqual([
      "10.255.1.0/28",
      "10.7.0.0/16",
      "10.1.0.0/16",
    ]);
  });

  it("waits while the association is being updated, and asks for nothing meanwhile", async () => {
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    expect(await actuator.isApplied(change)).toBe(false);
    await expect(actuator.restore(change, before)).rejects.toMatchObject({
      name: "ERR_CLOUD_UNAVAILABLE",
      kind: "unavailable",
    });
    expect(lab().calls.filter((operation) => operation === UPDATE)).toHaveLength(1);
    await vi.waitFor(async () => expect(await actuator.restore(change, before)).toBe("restored"));
  });

  it.each<[string, () => void, Partial<MoveRequest>, string]>([
    ["all that is announced", () => allow("10.1.0.0/16"), {}, "announces nothing else"],
    [
      "what the other association does not announce",
      () => allow("10.1.0.0/16", "10.255.1.0/28"),
      { to: { associationId: "dxassoc-dx2" } },
      "dxassoc-dx2 does not announce 10.1.0.0/16",
    ],
  ])("does not withdraw %s", async (_, prepare, changed, message) => {
    prepare();
    const way = lab().carriers(fromDc);
    const { actuator, change } = planned(changed);

    await expect(actuator.apply(change)).rejects.toThrow(message);
    expect(lab().calls).not.toContain(UPDATE);
    expect(lab().carriers(fromDc)).toEqual(way);
  });

  it("does not begin a move of what is announced as part of a shorter prefix", async () => {
    allow("10.0.0.0/8", "10.2.0.0/16");
    const { actuator, change } = planned();

    await expect(actuator.snapshot(change)).rejects.toMatchObject({
      name: "ERR_ACTUATOR_UNKNOWN",
      message: expect.stringContaining("dxassoc-dx announces 10.1.0.0/16 as part of 10.0.0.0/8"),
    });
  });

  it("withdraws a prefix from beside a shorter one, which stays", async () => {
    allow("10.0.0.0/8", "10.1.0.0/16", "10.2.0.0/16");
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));

    expect(await actuator.apply(change)).toBe("already");
    expect(lab().carriers(fromDc)).toEqual(["vpn"]);
    expect(await actuator.restore(change, before)).toBe("restored");
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
    expect(lab().carriers(fromDc)).toEqual(["dx"]);
  });

  it("refuses a path to leave that is not over Direct Connect, and ids that are none", async () => {
    expect(() => planned({ from: request.to, to: request.from })).toThrow("there is nothing to withdraw");
    expect(() => planned({ to: request.from })).toThrow("give each path its own");
    const { handle } = planned().actuator;
    for (const associationId of ["", "a b", "../x", "x".repeat(65)])
      expect(handle.safeParse({ associationId }).success, associationId).toBe(false);
    const gone = planned({ from: { associationId: "dxassoc-gone" } });
    await expect(gone.actuator.snapshot(gone.change)).rejects.toMatchObject({ name: "ERR_CLOUD_NOT_FOUND" });
  });
});
