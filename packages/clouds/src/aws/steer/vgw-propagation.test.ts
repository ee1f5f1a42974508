import type { MoveRequest } from "@skylane/core";
import { beforeEach, describe, expect, it } from "vitest";
import { awsTwinForEachTest } from "../../../../../test/support/aws-steering.ts";
import { planMove } from "../../../../../test/support/planned-move.ts";
import { makeSteering } from "../../make-steering.ts";

const lab = awsTwinForEachTest();

const request: MoveRequest = {
  groupId: "g",
  sideId: "cloud",
  prefixes: ["10.9.0.0/16"],
  settings: { regionId: "us-east-1", routeTableIds: "rtb-1,rtb-1b" },
  from: { nextHopId: "vgw-1" },
  to: { nextHopId: "tgw-1" },
};
const planned = (changed: Partial<MoveRequest> = {}) =>
  planMove(makeSteering({ routerGatewayUrl: undefined }).actuator("aws.vgw-propagation"), { ...request, ...changed });
const way = ["10.1.0.5", "10.9.0.5"] as const;

describe("clouds/aws/vgw-propagation", () => {
  beforeEach(() => void lab().twin.world.routing.propagations.add("rtb-1|vgw-1"));

  it("plans one change for each table", () => {
    expect(planned().changes.map(({ id }) => id)).toEqual(["g:cloud:rtb-1:vgw-1", "g:cloud:rtb-1b:vgw-1"]);
  });

  it("does not take away what the table has no route of its own for", async () => {
    lab().twin.world.routing.networkRoutes.get("shop")?.delete("0.0.0.0/0");
    const { actuator, change } = planned();

    await expect(actuator.apply(change)).rejects.toMatchObject({
      name: "ERR_BACKUP_ABSENT",
      message: expect.stringContaining("rtb-1 has no active route to tgw-1 for 10.9.0.0/16; nothing was changed"),
    });
    expect(lab().carriers(way)).toEqual(["side"]);
  });

  it("leaves the table alone whose route goes elsewhere than to the path to take", async () => {
    lab().twin.world.routing.networkRoutes.get("shop")?.set("10.8.0.0/15", { kind: "connection", id: "pcx" });
    const { actuator, change } = planned();

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_BACKUP_ABSENT" });
    expect(lab().carriers(way)).toEqual(["side"]);
  });

  it("refuses a path to leave that nothing is propagated from, and a move from a path to itself", () => {
    expect(() => planned({ from: { nextHopId: "pcx-1" } })).toThrow("only virtual private gateways propagate");
    expect(() => planned({ to: request.from })).toThrow("give each path its own");
  });
});
