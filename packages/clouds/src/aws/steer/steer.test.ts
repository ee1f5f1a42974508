import type { MoveRequest } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import { awsTwinForEachTest } from "../../../../../test/support/aws-steering.ts";
import { makeSteering } from "../../make-steering.ts";

const lab = awsTwinForEachTest();

/** Routes of a table of the VPC, as somebody else would write them. */
const written = (part = "") => {
  const routes = lab().twin.world.routing.networkRoutes.get(`shop${part}`);
  if (!routes) throw new Error(`no table shop${part}`);
  return routes;
};
const propagations = () => lab().twin.world.routing.propagations;
const toDc = ["10.1.0.5", "10.9.0.5"] as const;

interface Case extends MoveRequest {
  readonly way: readonly [from: string, to: string];
  readonly over: readonly [before: readonly string[], after: readonly string[]];
  /** What is there before Skylane comes. */
  readonly prepare?: () => void;
  /** What somebody else does before the move, and after it. */
  readonly foreign: { readonly before?: () => void; readonly after: () => void };
  /** An id of the wrong kind or form. */
  readonly wrong: Readonly<Record<string, string>>;
}
const side = { groupId: "g", sideId: "cloud" };
const tgwCase = {
  ...side,
  prefixes: ["10.9.0.0/16"],
  settings: { regionId: "us-east-1", transitGatewayRouteTableId: "tgw-rtb-main" },
  from: { transitGatewayAttachmentId: "tgw-attach-dx" },
  to: { transitGatewayAttachmentId: "tgw-attach-vpn" },
  way: toDc,
  over: [["dx"], ["vpn"]],
  wrong: { transitGatewayRouteTableId: "rtb-1" },
} as const;
const vpcCase = {
  ...side,
  prefixes: ["10.9.0.0/16"],
  settings: { regionId: "us-east-1", routeTableIds: "rtb-1" },
  way: toDc,
  wrong: { routeTableIds: "rtb-1; rtb-2" },
} as const;
const meddled = () => void written().set("10.9.0.0/16", { kind: "connection", id: "pcx" });

const cases: Readonly<Record<string, readonly [actuator: string, Case]>> = {
  "aws.tgw-route": [
    "aws.tgw-route",
    {
      ...tgwCase,
      foreign: {
        after: () =>
          void lab().twin.world.routing.staticRoutes.set(
            "tgw-rtb-main",
            new Map([["10.9.0.0/16", "tgw-attach-spare"]]),
          ),
      },
    },
  ],
  "aws.tgw-propagation": [
    "aws.tgw-propagation",
    {
      ...tgwCase,
      prefixes: ["10.9.0.0/16", "10.8.0.0/16"],
      foreign: {
        before: () => void propagations().delete("tgw-rtb-main|tgw-attach-dx"),
        after: () => void propagations().add("tgw-rtb-main|tgw-attach-dx"),
      },
    },
  ],
  "aws.vpc-route, a route of its own": [
    "aws.vpc-route",
    {
      ...vpcCase,
      from: { nextHopId: "tgw-1" },
      to: { nextHopId: "vgw-1" },
      over: [["dx"], ["side"]],
      foreign: { after: meddled },
    },
  ],
  "aws.vpc-route, a route that was there": [
    "aws.vpc-route",
    {
      ...vpcCase,
      from: { nextHopId: "vgw-1" },
      to: { nextHopId: "tgw-1" },
      over: [["side"], ["dx"]],
      prepare: () => void written().set("10.9.0.0/16", { kind: "gateway", id: "vgw" }),
      foreign: { after: meddled },
    },
  ],
  "aws.vpc-route, over a peering": [
    "aws.vpc-route",
    {
      ...vpcCase,
      prefixes: ["10.2.0.0/16"],
      from: { nextHopId: "tgw-1" },
      to: { nextHopId: "pcx-1" },
      way: ["10.1.0.5", "10.2.0.5"],
      over: [[], ["pcx"]],
      foreign: { after: () => void written().set("10.2.0.0/16", { kind: "gateway", id: "vgw" }) },
    },
  ],
  "aws.vgw-propagation": [
    "aws.vgw-propagation",
    {
      ...vpcCase,
      from: { nextHopId: "vgw-1" },
      to: { nextHopId: "tgw-1" },
      over: [["side"], ["dx"]],
      prepare: () => void propagations().add("rtb-1|vgw-1"),
      foreign: {
        before: () => void propagations().delete("rtb-1|vgw-1"),
        after: () => void propagations().add("rtb-1|vgw-1"),
      },
    },
  ],
  "aws.dx-prefixes": [
    "aws.dx-prefixes",
    {
      ...side,
      sideId: "site",
      prefixes: ["10.1.0.0/16", "10.2.0.0/16"],
      settings: { regionId: "us-east-1" },
      from: { associationId: "dxassoc-dx" },
      to: { associationId: "none" },
      way: ["10.9.0.5", "10.1.0.5"],
      over: [["dx"], ["vpn"]],
      foreign: {
        after: () =>
          void lab().twin.world.routing.allowedPrefixes.set("tgw|dx", ["10.1.0.0/16", "10.255.1.0/28", "10.7.0.0/16"]),
      },
      wrong: { regionId: "us-east-1/../.." },
    },
  ],
};

// One suite, every knob runs it: what a move needs, and what may go wrong meanwhile.
describe.each(Object.entries(cases))("clouds/aws/steer: %s", (_, [id, request]) => {
  const planned = (changed: Partial<MoveRequest> = {}) => {
    const actuator = makeSteering({ routerGatewayUrl: undefined }).actuator(id);
    const [change] = actuator.plan({ ...request, ...changed });
    if (!change) throw new Error("no change");
    return { actuator, change };
  };
  const prepared = () => {
    request.prepare?.();
    return planned();
  };
  const [first, second] = request.over;
  const wayBack = [request.way[1], request.way[0]] as const;
  const isWrite = (operation: string): boolean => !/:(Describe|Get|Search)/.test(operation);

  it("moves packets of its direction alone, shows it, and puts them back as they were", async () => {
    const { actuator, change } = prepared();
    const back = lab().carriers(wayBack);
    expect(lab().carriers(request.way)).toEqual(first);
    const before = await actuator.snapshot(change);

    expect(await actuator.isApplied(change)).toBe(false);
    expect(await actuator.apply(change)).toBe("applied");
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    expect(lab().carriers(request.way)).toEqual(second);
    expect(lab().carriers(wayBack)).toEqual(back);

    expect(await actuator.isRestored(change, before)).toBe(false);
    expect(await actuator.restore(change, before)).toBe("restored");
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
    expect(lab().carriers(request.way)).toEqual(first);
    expect(await actuator.snapshot(change)).toEqual(before);
  });

  it("does everything twice with one effect", async () => {
    const { actuator, change } = prepared();
    const before = await actuator.snapshot(change);

    await actuator.apply(change);
    expect(await actuator.apply(change)).toBe("already");
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    await actuator.restore(change, before);
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
    const changeCount = lab().twin.world.changes().length;
    expect(await actuator.restore(change, before)).toBe("already");
    expect(lab().twin.world.changes()).toHaveLength(changeCount);
  });

  it("leaves what was there before a move that found it already so", async () => {
    const { actuator, change } = prepared();
    await actuator.apply(change);
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    const before = await actuator.snapshot(change);

    expect(await actuator.restore(change, before)).toBe("already");
    expect(lab().carriers(request.way)).toEqual(second);
  });

  it("goes on from a write whose answer was lost, and undoes it", async () => {
    const { actuator, change } = prepared();
    const before = await actuator.snapshot(change);
    lab().isLost = isWrite;

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE", kind: "unavailable" });
    lab().isLost = () => false;
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    expect(await actuator.apply(change)).toBe("already");
    expect(lab().carriers(request.way)).toEqual(second);
    expect(await actuator.restore(change, before)).toBe("restored");
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
    expect(lab().carriers(request.way)).toEqual(first);
  }, 30_000);

  it("is not led astray by reads that lag behind its own writes", async () => {
    const { actuator, change } = prepared();
    await lab().temper({ consistencyMs: 60_000 });

    expect(await actuator.apply(change)).toBe("applied");
    await vi.waitFor(() => expect(lab().carriers(request.way)).toEqual(second));
    expect(await actuator.isApplied(change)).toBe(false);
    await actuator.apply(change);
    await lab().temper({ consistencyMs: 0 });
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    expect(lab().carriers(request.way)).toEqual(second);
  });

  it("has nothing to undo where its write was denied", async () => {
    const { actuator, change } = prepared();
    const before = await actuator.snapshot(change);
    const [from, to] = [lab().carriers(request.way), lab().calls.length];
    await actuator.apply(change);
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    const writes = lab().calls.slice(to).filter(isWrite);
    await actuator.restore(change, before);
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
    await lab().temper({ deniedActions: writes });

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_DENIED", kind: "denied" });
    expect(await actuator.isRestored(change, before)).toBe(true);
    expect(await actuator.restore(change, before)).toBe("already");
    expect(lab().carriers(request.way)).toEqual(from);
  });

  it("does not fight a person who changed it meanwhile", async () => {
    const { actuator, change } = prepared();
    request.foreign.before?.();
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    if (!request.foreign.before) await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
    request.foreign.after();
    const way = lab().carriers(request.way);

    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
    expect(await actuator.isRestored(change, before)).toBe(false);
    expect(lab().carriers(request.way)).toEqual(way);
  });

  it("says that it is throttled, as something worth another try, and has changed nothing", async () => {
    const { actuator, change } = prepared();
    await lab().temper({ callsPerSecond: 0.001 });

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE", kind: "unavailable" });
    expect(lab().carriers(request.way)).toEqual(first);
  }, 60_000);

  it("says that the other side is away, as something worth another try", async () => {
    const { actuator, change } = prepared();
    await lab().twin.close();

    await expect(actuator.snapshot(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
  }, 30_000);

  it("refuses settings and handles that are not its own, and Regions and ids that are none", () => {
    const { actuator } = planned();

    expect(actuator.settings.safeParse(request.settings).success).toBe(true);
    expect(actuator.settings.safeParse({ ...request.settings, colour: "blue" }).success).toBe(false);
    expect(actuator.settings.safeParse({ ...request.settings, ...request.wrong }).success).toBe(false);
    for (const regionId of ["", "useast1", "us-east-1.evil.example", "us_east_1"])
      expect(actuator.settings.safeParse({ ...request.settings, regionId }).success, regionId).toBe(false);
    expect([request.from, request.to].every((handle) => actuator.handle.safeParse(handle).success)).toBe(true);
    expect(actuator.handle.safeParse({}).success).toBe(false);
    expect(actuator.handle.safeParse({ ...request.to, colour: "blue" }).success).toBe(false);
  });
});
