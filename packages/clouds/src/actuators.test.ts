import { type Actuator, SkylaneError } from "@skylane/core";
import { startTwin, type Twin } from "@skylane/twin";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { itDoesEverythingTwice } from "../../../test/support/actuator-contract.ts";
import { smallEstate } from "../../../test/support/small-estate.ts";
import { makeSteering } from "./index.ts";

let twin: Twin;
const lab = (method: string, path: string, body: unknown) =>
  fetch(`${twin.apiUrl}/lab${path}`, { method, body: JSON.stringify(body) });

beforeEach(async () => {
  twin = await startTwin({ estate: smallEstate(), apiPort: 0, socksPort: 0, seed: 1 });
  await lab("PUT", "/realism", { apiLatencyMs: 0, apiJitterMs: 0 });
  vi.stubEnv("AWS_ENDPOINT_URL_EC2", twin.apiUrl);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await twin.close();
});

const requests = {
  "aws.tgw-route": {
    groupId: "g",
    sideId: "cloud",
    prefixes: ["10.9.0.0/16"],
    settings: { regionId: "us-east-1", transitGatewayRouteTableId: "tgw-rtb-main" },
    from: { transitGatewayAttachmentId: "tgw-attach-dx" },
    to: { transitGatewayAttachmentId: "tgw-attach-vpn" },
    way: ["10.1.0.5", "10.9.0.5"],
  },
  "onprem.local-preference": {
    groupId: "g",
    sideId: "site",
    prefixes: ["10.1.0.0/16"],
    settings: { routerId: "r1" },
    from: { neighborIp: "169.254.0.1", drainPrefixList: "SKY-DRAIN-DX-IN", interfaceName: "dx" },
    to: { neighborIp: "169.254.1.1", drainPrefixList: "SKY-DRAIN-VPN-IN", interfaceName: "vpn" },
    way: ["10.9.0.5", "10.1.0.5"],
  },
} as const;
const over = (way: readonly [string, string]): string[] =>
  twin.world.traceBetween(...way).crossings.map(({ connection }) => connection.id);
const actuatorOf = (id: string): Actuator => makeSteering({ routerGatewayUrl: `${twin.apiUrl}/routers` }).actuator(id);

// One suite, every actuator runs it: what a move needs of a knob, whichever cloud it belongs to.
describe.each(Object.entries(requests))("clouds/%s (contract)", (id, request) => {
  const planned = () => {
    const [change] = actuatorOf(id).plan(request);
    if (!change) throw new Error("no change");
    return { actuator: actuatorOf(id), change };
  };

  it("moves packets, shows it, and puts them back as they were", async () => {
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);

    expect(await actuator.isApplied(change)).toBe(false);
    expect(await actuator.apply(change)).toBe("applied");
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true), { timeout: 3_000 });
    expect(over(request.way)).toEqual(["vpn"]);
    expect(await actuator.restore(change, before)).toBe("restored");
    await vi.waitFor(async () => expect(await actuator.isRestored(change, before)).toBe(true), { timeout: 3_000 });
    expect(over(request.way)).toEqual(["dx"]);
  });

  itDoesEverythingTwice(planned);

  it("leaves what was there before a move that found it already so", async () => {
    const { actuator, change } = planned();
    await actuator.apply(change);
    const before = await actuator.snapshot(change);

    await actuator.restore(change, before);

    expect((await actuator.snapshot(change)).state).toEqual(before.state);
  });

  it("refuses settings and handles that are not its own", () => {
    const actuator = actuatorOf(id);

    expect(actuator.settings.safeParse({ colour: "blue" }).success).toBe(false);
    expect(actuator.handle.safeParse({}).success).toBe(false);
  });

  it("says that the other side is away, as something worth another try", async () => {
    const { change } = planned();
    const actuator = actuatorOf(id);
    await twin.close();

    await expect(actuator.snapshot(change)).rejects.toMatchObject({
      name: "ERR_CLOUD_UNAVAILABLE",
      kind: "unavailable",
    });
  }, 20_000);
});

describe("clouds/aws/tgw-route", () => {
  it("does not fight a person who changed the route meanwhile", async () => {
    const actuator = actuatorOf("aws.tgw-route");
    const [change] = actuator.plan(requests["aws.tgw-route"]);
    if (!change) throw new Error("no change");
    const before = await actuator.snapshot(change);
    twin.world.routing.staticRoutes.set("tgw-rtb-main", new Map([["10.9.0.0/16", "tgw-attach-probe"]]));

    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
  });

  it("names the table that is not there", async () => {
    const actuator = actuatorOf("aws.tgw-route");
    const [change] = actuator.plan({
      ...requests["aws.tgw-route"],
      settings: { regionId: "us-east-1", transitGatewayRouteTableId: "tgw-rtb-x" },
    });
    if (!change) throw new Error("no change");

    await expect(actuator.snapshot(change)).rejects.toMatchObject({ name: "ERR_CLOUD_NOT_FOUND" });
  });
});

describe("clouds/make-steering", () => {
  it("names the actuators there are when asked for one there is not", () => {
    expect(() => actuatorOf("aws.magic")).toThrow(SkylaneError);
    expect(() => actuatorOf("aws.magic")).toThrow(
      /^there is no actuator "aws\.magic"; there are aws\.tgw-route, .*gcp\.route-priority, .*onprem\.local-preference/,
    );
  });

  it("counts the packets of a path on the router's own interface", async () => {
    const counters = makeSteering({ routerGatewayUrl: `${twin.apiUrl}/routers` }).counters("onprem.local-preference");
    twin.world.send("10.1.0.5", "10.9.0.5", 100);

    expect(await counters?.packetCount({ routerId: "r1" }, { interfaceName: "dx" })).toBe(1);
    expect(await counters?.packetCount({ routerId: "r1" }, { interfaceName: "none" })).toBeUndefined();
  });
});
