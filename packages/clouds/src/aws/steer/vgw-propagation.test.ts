import type { MoveRequest } from "@skylane/core";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type AwsTwin, startAwsTwin } from "../../../../../test/support/aws-steering.ts";
import { makeSteering } from "../../make-steering.ts";

let lab: AwsTwin;
beforeEach(async () => {
  lab = await startAwsTwin();
  vi.stubEnv("AWS_ENDPOINT_URL_EC2", lab.url);
  vi.stubEnv("AWS_ENDPOINT_URL_DIRECT_CONNECT", lab.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await lab.close();
});

const request: MoveRequest = {
  groupId: "g",
  sideId: "cloud",
  prefixes: ["10.9.0.0/16"],
  settings: { regionId: "us-east-1", routeTableIds: "rtb-1,rtb-1b" },
  from: { nextHopId: "vgw-1" },
  to: { nextHopId: "tgw-1" },
};
const planned = (changed: Partial<MoveRequest> = {}) => {
  const actuator = makeSteering({ routerGatewayUrl: undefined }).actuator("aws.vgw-propagation");
  const changes = actuator.plan({ ...request, ...changed });
  const [change] = changes;
  if (!change) throw new Error("no change");
  return { actuator, change, changes };
};
const way = ["10.1.0.5", "10.9.0.5"] as const;

describe("clouds/aws/vgw-propagation", () => {
  beforeEach(() => void lab.twin.world.routing.propagations.add("rtb-1|vgw-1"));

  it("plans one change for each table", () => {
    expect(planned().changes.map(({ id }) => id)).toEqual(["g:cloud:rtb-1:vgw-1", "g:cloud:rtb-1b:vgw-1"]);
  });

  it("does not take away what the table has no route of its own for", async () => {
    lab.twin.world.routing.networkRoutes.get("shop")?.delete("0.0.0.0/0");
    const { actuator, change } = planned();

    await expect(actuator.apply(change)).rejects.toMatchObject({
      name: "ERR_BACKUP_ABSENT",
      message: expect.stringContaining("rtb-1 has no active route to tgw-1 for 10.9.0.0/16; nothing was changed"),
    });
    expect(lab.carriers(way)).toEqual(["side"]);
  });

  it("leaves the table alone whose route goes elsewhere than to the path to take", async () => {
    lab.twin.world.routing.networkRoutes.get("shop")?.set("10.8.0.0/15", { kind: "connection", id: "pcx" });
    const { actuator, change } = planned();

    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_BACKUP_ABSENT" });
    expect(lab.carriers(way)).toEqual(["side"]);
  });

  it("refuses a path to leave that nothing is propagated from, and a move from a path to itself", () => {
    expect(() => planned({ from: { nextHopId: "pcx-1" } })).toThrow("only virtual private gateways propagate");
    expect(() => planned({ to: request.from })).toThrow("give each path its own");
  });
});
