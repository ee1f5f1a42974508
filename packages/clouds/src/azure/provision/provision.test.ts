import type { ObservedResource, ResolvedStep } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import { buildingSiteForEachTest, PSK } from "../../../../../test/support/azure-building.ts";
import { refusal } from "../steer/troubled-wire.ts";
import { ids, stepOf, wanted } from "./provision-estate.ts";

const site = buildingSiteForEachTest();
const steps = wanted.map(([resource, desired]) => stepOf(resource, desired));
const stepFor = (resource: string, change: object = {}): ResolvedStep => {
  const [, desired = {}] = wanted.find(([name]) => name === resource) ?? [];
  return stepOf(resource, { ...desired, ...change });
};
const writesIn = (): readonly string[] =>
  site()
    .wire.requests.filter(({ method }) => method !== "GET")
    .map(({ method, path }) => `${method} ${path.split("/providers/")[1]}`);

/** Builds everything before a step, as its plan would. */
async function buildBefore(resource: string): Promise<void> {
  for (const step of steps.slice(
    0,
    steps.findIndex((one) => one.resource === resource),
  ))
    await site().build(step);
}

describe("clouds/azure/provision", () => {
  it.each([
    ["as Azure writes them", (text: string) => text],
    ["in lower case, as discovery compares them", (text: string) => text.toLowerCase()],
  ])(
    "makes each kind of object once, and takes all of it away without a trace: ids %s",
    async (_, asWritten) => {
      const steps = wanted.map(([resource, desired]) => {
        const text = JSON.stringify(desired).replaceAll(/"\/subscriptions\/[^"]+"/g, asWritten);
        return stepOf(resource, JSON.parse(text));
      });
      const before = await site().stateHash();
      const built: [ResolvedStep, ObservedResource][] = [];
      for (const step of steps) {
        expect(await site().provisioner(step.resource).observe(step), step.id).toBeUndefined();
        const ready = await site().build(step);
        expect(ready, step.id).toMatchObject({ state: "ready", isOurs: true, differs: [] });
        const writeCount = writesIn().length;
        expect(await site().provisioner(step.resource).ensure(step), step.id).toEqual(ready);
        expect(writesIn(), step.id).toHaveLength(writeCount);
        built.push([step, ready]);
      }
      expect(await site().stateHash()).not.toBe(before);

      for (const [step, { ids: made }] of built.reverse()) {
        await site().demolish(step, made);
        expect(await site().provisioner(step.resource).observe(step), step.id).toBeUndefined();
        expect(await site().provisioner(step.resource).remove(step, { ids: made, before: null }), step.id).toBe(
          "removed",
        );
      }
      expect(await site().stateHash()).toBe(before);
    },
    60_000,
  );

  it("puts out what other steps refer to", async () => {
    await buildBefore("azure.local-gateway");
    const [first, second] = await Promise.all(
      ids.publicIps.map(async (id) => (await site().show(id)) as { properties: { ipAddress: string } }),
    );
    const gateway = await site().provisioner("azure.vpn-gateway").observe(stepFor("azure.vpn-gateway"));

    expect(gateway?.outputs).toEqual({
      gatewayId: ids.gateway,
      ip1: first?.properties.ipAddress,
      ip2: second?.properties.ipAddress,
      asn: "65515",
      ipConfigurationId1: `${ids.gateway}/ipConfigurations/ipc0`,
      ipConfigurationId2: `${ids.gateway}/ipConfigurations/ipc1`,
    });
    const endpoint = await site().build(stepFor("azure.private-endpoint"));
    expect(endpoint.outputs.ip).toMatch(/^10\.4\.0\.\d+$/);
  });

  it("comes back at once from what takes half an hour, and shows it as pending", async () => {
    await buildBefore("azure.vpn-gateway");
    await site().setRealism({ provisioningSpeed: 1 });
    const step = stepFor("azure.vpn-gateway");

    expect(await site().provisioner(step.resource).ensure(step)).toMatchObject({ state: "pending", isOurs: true });
    expect(await site().provisioner(step.resource).observe(step)).toMatchObject({ state: "pending" });
    expect(await site().provisioner(step.resource).ensure(step)).toMatchObject({ state: "pending" });
    expect(await site().provisioner(step.resource).remove(step, { ids: {}, before: null })).toBe("pending");
    expect(writesIn().filter((write) => write.endsWith("virtualNetworkGateways/vng"))).toHaveLength(1);
  });

  it("is told to come again while the gateway is at work on another connection", async () => {
    await buildBefore("azure.vpn-connection");
    await site().setRealism({ provisioningSpeed: 1 });
    const [one, other] = ["to-dc", "to-dc-2"].map((name) => stepFor("azure.vpn-connection", { name }));
    if (!one || !other) throw new Error("no steps");
    const connection = site().provisioner("azure.vpn-connection");
    await connection.ensure(one);

    await expect(connection.ensure(other)).rejects.toMatchObject({ name: "ERR_RESOURCE_BUSY", kind: "conflict" });
    expect(await connection.observe(other)).toBeUndefined();
  });

  it("adds its BGP addresses to a gateway that was there, and takes off only these", async () => {
    const step = stepFor("azure.vpn-gateway", {
      name: "vng-old",
      subnetId: `${ids.old}/subnets/GatewaySubnet`,
      asn: 65_514,
      bgpAddresses: [["169.254.22.2"], []],
    });
    const gateway = site().provisioner(step.resource);
    const hash = await site().stateHash();
    const before = await gateway.snapshot?.(step);
    expect(before).toEqual({ bgpAddresses1: "169.254.107.2", bgpAddresses2: "" });
    expect(await gateway.observe(step)).toMatchObject({
      isOurs: false,
      differs: expect.arrayContaining(["bgpAddresses"]),
    });

    await gateway.ensure(step);
    await vi.waitFor(async () => expect((await gateway.observe(step))?.differs).not.toContain("bgpAddresses"));
    const custom = async () => JSON.stringify(await site().show(ids.oldGateway));
    expect(await custom()).toContain('"customBgpIpAddresses":["169.254.107.2","169.254.22.2"]');

    expect(await gateway.remove(step, { ids: { id: ids.oldGateway }, before: before ?? null })).toBe("pending");
    await vi.waitFor(async () =>
      expect(await gateway.remove(step, { ids: { id: ids.oldGateway }, before: before ?? null })).toBe("removed"),
    );
    expect(await custom()).toContain('"customBgpIpAddresses":["169.254.107.2"]');
    expect(await site().stateHash()).toBe(hash);
  });

  it("uses what another run has made, and does not remove it", async () => {
    const [resource = "", desired = {}] = wanted[1] ?? [];
    const theirs = stepOf(resource, desired, "run-0");
    const ours = stepOf(resource, desired);
    const made = await site().build(theirs);

    expect(await site().provisioner(resource).ensure(ours)).toMatchObject({ isOurs: false, state: "ready" });
    expect(await site().provisioner(resource).remove(ours, { ids: made.ids, before: null })).toBe("removed");
    expect(await site().provisioner(resource).observe(theirs)).toMatchObject({ isOurs: true, state: "ready" });
  });

  it("says what is not as wanted, and does not write over it", async () => {
    const step = stepFor("azure.subnet");
    await site().build(step);
    const other = stepFor("azure.subnet", { prefix: "10.4.254.0/27" });
    const writeCount = writesIn().length;

    expect(await site().provisioner(step.resource).ensure(other)).toMatchObject({ differs: ["prefix"] });
    expect(writesIn()).toHaveLength(writeCount);
  });

  it("lets a rule come before one that denies", async () => {
    const rule = { protocol: "*", sourceAddressPrefix: "*", destinationAddressPrefix: "*", destinationPortRange: "*" };
    await put(`${ids.nsg}/securityRules/keep-out`, { ...rule, access: "Deny", direction: "Inbound", priority: 200 });
    await put(`${ids.nsg}/securityRules/theirs`, { ...rule, access: "Allow", direction: "Inbound", priority: 199 });

    expect((await site().build(stepFor("azure.nsg-rule"))).outputs).toEqual({
      ruleId: `${ids.nsg}/securityRules/skylane-https`,
      priority: "198",
    });
  });

  it("sends the key of a tunnel and shows it nowhere", async () => {
    await buildBefore("azure.vpn-connection");
    const step = stepFor("azure.vpn-connection");
    const connection = site().provisioner(step.resource);
    site().wire.before = async (request) =>
      request.method === "PUT" ? refusal(request, 400, "Invalid", `cannot parse ${String(request.body)}`) : undefined;
    const error: unknown = await connection.ensure(step).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ name: "ERR_RESOURCE_REFUSED", message: expect.stringContaining("[pre-shared key]") });
    expect(JSON.stringify([error, String(error), (error as Error).stack])).not.toContain(PSK);
    site().wire.before = () => undefined;

    const made = await site().build(step);
    expect(JSON.stringify([made, await site().show(made.ids.id ?? "")])).not.toContain(PSK);
    const nameless = stepFor("azure.vpn-connection", { name: "other", presharedKeySecret: "unset" });
    await expect(connection.ensure(nameless)).rejects.toMatchObject({ name: "ERR_RESOURCE_REFUSED" });
  });

  it.each([
    ["azure.sql-firewall-rule", { startIp: "0.0.0.0" }],
    ["azure.nsg-rule", { sourcePrefix: "0.0.0.0/0" }],
    ["azure.vpn-gateway", { bgpAddresses: [["169.254.20.2"], []] }],
    ["azure.vnet-peering", { remoteVnetId: "/subscriptions/../x" }],
    ["azure.public-ip", { resourceGroup: "a/b" }],
    ["azure.dns-record", { values: ["10.4.0.7", "<script>"] }],
  ])("refuses what no plan may want: %s %o", async (resource, change) => {
    const step = stepFor(resource, change);

    await expect(site().provisioner(resource).ensure(step)).rejects.toMatchObject({ name: "ERR_STEP_INVALID" });
    expect(site().wire.requests).toEqual([]);
  });

  it("names the permission that it lacks", async () => {
    await site().setRealism({ deniedActions: ["azure:Microsoft.Network/publicIPAddresses/write"] });

    await expect(site().provisioner("azure.public-ip").ensure(stepFor("azure.public-ip"))).rejects.toMatchObject({
      name: "ERR_CLOUD_DENIED",
      message: expect.stringContaining("Microsoft.Network/publicIPAddresses/write"),
    });
  });
});

async function put(id: string, properties: object): Promise<void> {
  const url = `${site().twin.apiUrl}/azure${id}?api-version=2026-01-01`;
  const headers = { authorization: "Bearer stranger", "content-type": "application/json" };
  const answer = await fetch(url, { method: "PUT", headers, body: JSON.stringify({ properties }) });
  expect(answer.status).toBeLessThan(300);
  await vi.waitFor(async () => expect(JSON.stringify(await site().show(id))).toContain('"Succeeded"'));
}
