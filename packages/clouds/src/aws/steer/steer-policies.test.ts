import { describe, expect, it, vi } from "vitest";
import { awsTwinForEachTest } from "../../../../../test/support/aws-steering.ts";
import { aws } from "../index.ts";
import { awsSteerPolicies } from "./steer-policies.ts";

const lab = awsTwinForEachTest();

const tgw = {
  settings: { regionId: "us-east-1", transitGatewayRouteTableId: "tgw-rtb-main" },
  from: { transitGatewayAttachmentId: "tgw-attach-dx" },
  to: { transitGatewayAttachmentId: "tgw-attach-vpn" },
};
const vpc = { settings: { regionId: "us-east-1", routeTableIds: "rtb-1" } };
const hops = { from: { nextHopId: "vgw-1" }, to: { nextHopId: "tgw-1" } };
const theirs = () =>
  void lab().twin.world.routing.networkRoutes.get("shop")?.set("10.9.0.0/16", { kind: "gateway", id: "vgw" });
const moves = {
  "aws.tgw-route": {
    ...tgw,
    prepare: () =>
      void lab().twin.world.routing.staticRoutes.set("tgw-rtb-main", new Map([["10.9.0.0/16", "tgw-attach-spare"]])),
  },
  "aws.tgw-propagation": tgw,
  "aws.vpc-route": { ...vpc, ...hops, prepare: theirs },
  "aws.vgw-propagation": {
    ...vpc,
    ...hops,
    prepare: () => void lab().twin.world.routing.propagations.add("rtb-1|vgw-1"),
  },
  "aws.dx-prefixes": {
    settings: { regionId: "us-east-1" },
    from: { associationId: "dxassoc-dx" },
    to: { associationId: "none" },
    prefixes: ["10.1.0.0/16"],
  },
} as const;
interface Statement {
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
  readonly Condition?: object;
}
const statementsOf = (policy: string) => (JSON.parse(policy) as { Statement: [Statement, Statement] }).Statement;

describe("clouds/aws/steer-policies", () => {
  it.each(Object.entries(moves))("allows exactly what %s does", async (id, move) => {
    const actuator = aws.actuators().find((one) => one.id === id);
    const [change] = actuator?.plan({ groupId: "g", sideId: "s", prefixes: ["10.9.0.0/16"], ...move }) ?? [];
    if (!actuator || !change) throw new Error("no change");
    const run = async () => {
      const before = await actuator.snapshot(change);
      await actuator.apply(change);
      await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
      await actuator.restore(change, before);
      await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true));
    };
    await run();
    if ("prepare" in move) {
      move.prepare();
      await run();
    }

    const [read, write] = statementsOf(awsSteerPolicies[id as keyof typeof moves]);
    expect([...new Set(lab().calls)].sort()).toEqual([...read.Action, ...write.Action].sort());
    for (const action of read.Action) expect(action).toMatch(/:(Describe|Get|Search)/);
  });

  it("has one for each actuator, which deletes routes alone and writes only to what its owner has marked", () => {
    expect(Object.keys(awsSteerPolicies).sort()).toEqual(
      aws
        .actuators()
        .map(({ id }) => id)
        .sort(),
    );
    const writes = Object.values(awsSteerPolicies).map((policy) => statementsOf(policy)[1]);
    const actions = writes.flatMap(({ Action }) => Action);
    expect(actions.filter((action) => action.includes("*"))).toEqual([]);
    expect(actions.filter((action) => action.includes(":Delete"))).toEqual([
      "ec2:DeleteTransitGatewayRoute",
      "ec2:DeleteRoute",
    ]);
    // Direct Connect's associations cannot be marked
    expect(writes.filter(({ Condition }) => !Condition).map(({ Action }) => Action)).toEqual([
      ["directconnect:UpdateDirectConnectGatewayAssociation"],
    ]);
    for (const { Condition, Resource } of writes.filter(({ Condition }) => Condition)) {
      expect(Condition).toEqual({ StringEquals: { "aws:ResourceTag/skylane:managed": "true" } });
      expect(Resource).not.toContain("*");
    }
  });
});
