import type { MoveRequest } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { awsTwinForEachTest } from "../../../../../test/support/aws-steering.ts";
import { planMove } from "../../../../../test/support/planned-move.ts";
import { makeSteering } from "../../make-steering.ts";

const lab = awsTwinForEachTest();

const request: MoveRequest = {
  groupId: "g",
  sideId: "cloud",
  prefixes: ["10.9.0.0/16", "10.8.0.0/16"],
  settings: { regionId: "us-east-1", routeTableIds: "rtb-1,rtb-1b" },
  from: { nextHopId: "tgw-1" },
  to: { nextHopId: "vgw-1" },
};
const planned = (changed: Partial<MoveRequest> = {}) =>
  planMove(makeSteering({ routerGatewayUrl: undefined }).actuator("aws.vpc-route"), { ...request, ...changed });
const ec2 = async (parameters: Readonly<Record<string, string>>) => {
  const answer = await fetch(lab().twin.apiUrl, {
    method: "POST",
    headers: { authorization: "AWS4-HMAC-SHA256 Credential=SIM/20261121/us-east-1/ec2/aws4_request" },
    body: new URLSearchParams(parameters),
  });
  return answer.text();
};

describe("clouds/aws/vpc-route", () => {
  it("plans one change for each prefix in each table", () => {
    const { changes } = planned();

    expect(changes.map(({ id }) => id)).toEqual([
      "g:cloud:rtb-1:10.9.0.0/16",
      "g:cloud:rtb-1:10.8.0.0/16",
      "g:cloud:rtb-1b:10.9.0.0/16",
      "g:cloud:rtb-1b:10.8.0.0/16",
    ]);
    expect(changes[2]).toMatchObject({
      target: { regionId: "us-east-1", routeTableId: "rtb-1b" },
      desired: { GatewayId: "vgw-1" },
      summary: "in rtb-1b (us-east-1) send 10.9.0.0/16 to vgw-1 by a static route",
    });
  });

  it("moves the subnets of the tables it is told of, and no others", async () => {
    const { actuator, changes } = planned({ prefixes: ["10.9.0.0/16"] });
    const ofMain = ["10.1.0.5", "10.9.0.5"] as const;
    const ofPart = ["10.1.128.5", "10.9.0.5"] as const;
    const [main, part] = changes;
    if (!main || !part) throw new Error("no changes");

    await actuator.apply(part);
    expect([lab().carriers(ofMain), lab().carriers(ofPart)]).toEqual([["dx"], ["side"]]);
    await actuator.apply(main);
    expect([lab().carriers(ofMain), lab().carriers(ofPart)]).toEqual([["side"], ["side"]]);
    expect(lab().carriers(["10.2.0.5", "10.9.0.5"])).toEqual(["dx"]);
  });

  it("sends to an appliance by its interface, and puts a route back to whatever it pointed", async () => {
    const found = await ec2({ Action: "DescribeNetworkInterfaces", Version: "2016-11-15" });
    const nextHopId = /eni-[0-9a-f]+/.exec(found)?.[0] ?? "";
    const { actuator, change } = planned({ to: { nextHopId } });
    const route = { RouteTableId: "rtb-1", DestinationCidrBlock: "10.9.0.0/16" };
    await ec2({ Action: "CreateRoute", ...route, VpcPeeringConnectionId: "pcx-1" });
    const before = await actuator.snapshot(change);

    await actuator.apply(change);
    expect(await actuator.isApplied(change)).toBe(true);
    expect(lab().carriers(["10.1.0.5", "10.9.0.5"])).toEqual(["sdwan"]);
    expect(before.state).toEqual({ VpcPeeringConnectionId: "pcx-1" });
    expect(await actuator.restore(change, before)).toBe("restored");
    expect(await actuator.snapshot(change)).toEqual(before);
  });

  it("beats what a virtual private gateway propagates for the same prefix, and loses to a longer one", async () => {
    lab().twin.world.routing.propagations.add("rtb-1|vgw-1");
    const { actuator, change } = planned({ from: { nextHopId: "vgw-1" }, to: { nextHopId: "tgw-1" } });
    expect(lab().carriers(["10.1.0.5", "10.9.0.5"])).toEqual(["side"]);

    await actuator.apply(change);
    expect(lab().carriers(["10.1.0.5", "10.9.0.5"])).toEqual(["dx"]);
    await ec2({
      Action: "CreateRoute",
      RouteTableId: "rtb-1",
      DestinationCidrBlock: "10.9.0.0/24",
      GatewayId: "vgw-1",
    });
    expect(lab().carriers(["10.1.0.5", "10.9.0.5"])).toEqual(["side"]);
  });

  it("names the table and the next hop that are not there", async () => {
    const table = planned({ settings: { regionId: "us-east-1", routeTableIds: "rtb-9" } });
    await expect(table.actuator.snapshot(table.change)).rejects.toMatchObject({ name: "ERR_CLOUD_NOT_FOUND" });
    const hop = planned({ to: { nextHopId: "tgw-9" } });
    await expect(hop.actuator.apply(hop.change)).rejects.toMatchObject({ name: "ERR_CLOUD_NOT_FOUND" });
    expect(lab().carriers(["10.1.0.5", "10.9.0.5"])).toEqual(["dx"]);
  });

  it("refuses a move from a next hop to itself, and next hops that no route of a VPC has", () => {
    const { actuator } = planned();
    expect(() => planned({ to: request.from })).toThrow("give each path its own");
    for (const nextHopId of ["", "vpn-1", "tgw-1,tgw-2", "TGW-1", "10.1.0.10"])
      expect(actuator.handle.safeParse({ nextHopId }).success, nextHopId).toBe(false);
  });
});
