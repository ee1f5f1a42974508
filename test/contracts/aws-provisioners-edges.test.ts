import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { TunnelEnd } from "../../packages/twin/src/world/built/tunnel-end.ts";
import { type ProvisionedTwin, startProvisionedTwin } from "../support/provisioned-twin.ts";
import { makeAll, resolve, type StepDraft, untilReady } from "../support/provisioner-contract.ts";
import { awsBuildingGround, awsSteps, NETWORK_ACCOUNT, OTHER_ACCOUNT } from "../support/provisioner-rows/aws-ground.ts";

const roleOf = (account: string) => ({ roleArn: `arn:aws:iam::${account}:role/skylane-provisioner` });

let lab: ProvisionedTwin;
beforeEach(async () => {
  lab = await startProvisionedTwin(awsBuildingGround(), (url) => {
    vi.stubEnv("AWS_ENDPOINT_URL", url);
    vi.stubEnv("AWS_ACCESS_KEY_ID", "SIM");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "SIM");
    return {
      routerGatewayUrl: undefined,
      provisionerRoles: { [NETWORK_ACCOUNT]: roleOf(NETWORK_ACCOUNT), [OTHER_ACCOUNT]: roleOf(OTHER_ACCOUNT) },
      secret: async (name) => (name === "psk-none" ? undefined : "not.a.secret.but.long.enough"),
    };
  });
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await lab.close();
});

const of = (step: StepDraft) => lab.provisioning.provisioner(step.resource);
const changed = (step: StepDraft, desired: object): StepDraft => ({
  ...step,
  desired: { ...step.desired, ...desired } as StepDraft["desired"],
});

describe("what is made in AWS, at its edges", () => {
  it("a route that was there leads again where it led before", async () => {
    const { routing } = lab.twin.world;
    const peering = { ...awsSteps.peering, id: "pcx", desired: { ...awsSteps.peering.desired, vpcId: "vpc-01" } };
    const outputs = await makeAll(lab.provisioning, [peering]);
    routing.networkRoutes.get("shop")?.set("10.42.0.0/16", { kind: "gateway", id: "east" });
    const { vpcId, routeTableIds, prefix } = awsSteps.route.desired;
    const step = { ...awsSteps.route, desired: { vpcId, routeTableIds, prefix, peeringId: "{{pcx.peeringId}}" } };
    const wanted = resolve(step, outputs);

    const before = (await of(step).snapshot?.(wanted)) ?? null;
    expect(before).toEqual({ "rtb-01": "tgw-0east" });
    await untilReady(of(step), wanted);
    expect(routing.networkRoutes.get("shop")?.get("10.42.0.0/16")).toMatchObject({ kind: "connection" });

    expect(await of(step).remove(wanted, { ids: {}, before })).toBe("removed");
    expect(routing.networkRoutes.get("shop")?.get("10.42.0.0/16")).toEqual({ kind: "gateway", id: "east" });
  });

  it("a route that somebody changed meanwhile is left to them", async () => {
    const { routing } = lab.twin.world;
    const wanted = resolve(awsSteps.route, {});
    const before = (await of(awsSteps.route).snapshot?.(wanted)) ?? null;
    await untilReady(of(awsSteps.route), wanted);
    routing.networkRoutes.get("shop")?.set("10.42.0.0/16", { kind: "gateway", id: "west" });

    expect(await of(awsSteps.route).remove(wanted, { ids: {}, before })).toBe("removed");
    expect(routing.networkRoutes.get("shop")?.get("10.42.0.0/16")).toEqual({ kind: "gateway", id: "west" });
  });

  it("a rule that is somebody else's is used as it is, and not taken away", async () => {
    const { groupRules } = lab.twin.world.security;
    groupRules.get("sg-01")?.set("sgr-theirs", {
      id: "sgr-theirs",
      direction: "ingress",
      protocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidr: "10.42.0.0/16",
    });
    const wanted = resolve(awsSteps.rule, {});

    expect(await of(awsSteps.rule).ensure(wanted)).toMatchObject({ state: "ready", isOurs: false, differs: [] });
    expect(await of(awsSteps.rule).remove(wanted, { ids: {}, before: null })).toBe("removed");
    expect(groupRules.get("sg-01")?.has("sgr-theirs")).toBe(true);
  });

  it("an attachment that is somebody else's is not linked to another table, and it is said that it differs", async () => {
    const step = changed(awsSteps.attachment, { vpcId: "vpc-01", subnetIds: ["subnet-01"] });
    const hash = lab.stateHash();

    expect(await of(step).ensure(resolve(step, {}))).toMatchObject({
      state: "ready",
      isOurs: false,
      differs: ["routeTableId"],
      outputs: { attachmentId: "tgw-attach-shop" },
    });
    expect(lab.stateHash()).toBe(hash);
  });

  it("a record that was there says again what it said", async () => {
    const outputs = await makeAll(lab.provisioning, [awsSteps.zone, awsSteps.record]);
    const { record } = awsSteps;
    const other = { ...changed(record, { values: ["10.42.9.9"] }), id: "other" };
    const wanted = resolve(other, outputs);
    const before = (await of(other).snapshot?.(wanted)) ?? null;
    const hash = lab.stateHash();

    await untilReady(of(other), wanted);
    expect(await of(other).observe(resolve(record, outputs))).toBeUndefined();
    await of(other).remove(wanted, { ids: {}, before });
    expect(lab.stateHash()).toBe(hash);
  });

  it.each([
    ["a /30 that AWS keeps for itself", awsSteps.vpn, { tunnels: inside("169.254.5.0/30") }],
    ["a rule for everybody", awsSteps.rule, { cidr: "0.0.0.0/0" }],
    ["a name that is none", awsSteps.zone, { name: "order db" }],
    ["an address where a name belongs", awsSteps.record, { zoneId: "Z1", type: "CNAME" }],
  ])("%s is refused before AWS is asked", async (_, step, desired) => {
    const asked = lab.wire.asked.length;
    const draft: StepDraft = { ...step, desired: {} };
    const wanted = { ...resolve(draft, {}), desired: { ...step.desired, ...desired } };

    await expect(of(draft).ensure(wanted)).rejects.toMatchObject({ name: "ERR_STEP_INVALID" });
    expect(lab.wire.asked).toHaveLength(asked);
  });

  it("a VPN connection whose key is not in the vault is not ordered", async () => {
    const outputs = await makeAll(lab.provisioning, [awsSteps.customerGateway]);
    const step = changed(awsSteps.vpn, { tunnels: inside("169.254.21.0/30", "psk-none") });

    await expect(of(step).ensure(resolve(step, outputs))).rejects.toMatchObject({ name: "ERR_RESOURCE_REFUSED" });
    expect(lab.wire.writes).not.toContain("CreateVpnConnection");
  });

  it("two tunnels of a gateway do not get the same inside addresses", async () => {
    const outputs = await makeAll(lab.provisioning, [awsSteps.customerGateway, awsSteps.vpn]);
    const second = { ...awsSteps.vpn, id: "vpn-2" };

    await expect(of(second).ensure(resolve(second, outputs))).rejects.toMatchObject({
      name: "ERR_RESOURCE_REFUSED",
      message: expect.stringContaining("169.254.21.0/30 is already in use"),
    });
  });

  it("what is still in use is asked for again, and what is denied is not", async () => {
    const outputs = await makeAll(lab.provisioning, [awsSteps.customerGateway, awsSteps.vpn]);
    const { customerGateway, transitGateway } = awsSteps;
    const inUse = of(customerGateway).remove(resolve(customerGateway, outputs), { ids: {}, before: null });
    await expect(inUse).rejects.toMatchObject({ name: "ERR_RESOURCE_BUSY", kind: "conflict" });

    await lab.temper({ deniedActions: ["ec2:CreateTransitGateway"] });
    await expect(of(transitGateway).ensure(resolve(transitGateway, {}))).rejects.toMatchObject({
      name: "ERR_CLOUD_DENIED",
      kind: "denied",
    });
  });

  it("a VPN connection carries packets once the far end answers with the same key, and none after it is taken away", async () => {
    const { built, ...world } = lab.twin.world;
    const desired = { routeTableIds: ["tgw-rtb-0east"] };
    const vpn = changed(awsSteps.vpn, desired);
    const outputs = await makeAll(lab.provisioning, [awsSteps.customerGateway, vpn]);
    const { outsideIp1 = "", vpnConnectionId = "" } = outputs.vpn ?? {};
    const ofAws = built.tunnelEnds.get(`${vpnConnectionId}-1`);
    if (!ofAws?.bgp) throw new Error("AWS's end does not listen");
    const { associatedTableId: _, attachmentId: __, ...end } = ofAws;
    const far: TunnelEnd = {
      ...end,
      id: "dc1-tunnel-1",
      gatewayId: "r1",
      localPublicIp: "192.0.2.77",
      remotePublicIp: outsideIp1,
      bgp: {
        localIp: "169.254.21.2",
        peerIp: "169.254.21.1",
        localAsn: 65_010,
        peerAsn: 64_512,
        canInitiate: true,
        holdTimeSeconds: 30,
      },
      announces: { prefixes: ["10.9.0.0/16"], isWithNetworks: true },
    };
    built.tunnelEnds.put(far.id, { ...far, presharedKey: "some.other.key.of.eight" });
    await vi.waitFor(() =>
      expect(world.tunnelStatus(far.id)).toMatchObject({ state: "ike-down", reason: "psk-mismatch" }),
    );

    built.tunnelEnds.put(far.id, far);
    await vi.waitFor(() => expect(world.tunnelStatus(far.id).state).toBe("up"));
    expect(world.traceBetween("10.1.0.20", "10.9.0.5").kind).toBe("delivered");
    expect(world.traceBetween("10.9.0.5", "10.1.0.20").kind).toBe("delivered");

    const wanted = resolve(vpn, outputs);
    await vi.waitFor(async () => expect(await of(vpn).remove(wanted, { ids: {}, before: null })).toBe("removed"));
    expect(world.traceBetween("10.1.0.20", "10.9.0.5").kind).not.toBe("delivered");
  });

  it("nothing that is observed holds a key", async () => {
    const outputs = await makeAll(lab.provisioning, [awsSteps.customerGateway, awsSteps.vpn]);
    const seen = await of(awsSteps.vpn).observe(resolve(awsSteps.vpn, outputs));

    expect(seen?.state).toBe("ready");
    expect(JSON.stringify(seen)).not.toContain("not.a.secret");
  });

  it("an account without a role is never built in with the credentials at hand", async () => {
    const step = { ...awsSteps.transitGateway, accountId: "999900001111" };

    await expect(of(step).ensure(resolve(step, {}))).rejects.toMatchObject({
      name: "ERR_CLOUD_DENIED",
      message: expect.stringContaining("no role for account 999900001111"),
    });
    expect(lab.wire.asked).toEqual([]);
  });
});

function inside(first: string, presharedKeySecret = "psk-1") {
  return [
    { insideCidr: first, presharedKeySecret },
    { insideCidr: "169.254.22.0/30", presharedKeySecret: "psk-2" },
  ];
}
