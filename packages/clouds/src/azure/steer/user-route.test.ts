import type { MoveRequest, PreImage, RouteChange } from "@skylane/core";
import { describe, expect, it, vi } from "vitest";
import { type AzureTwin, azureTwinForEachTest } from "../../../../../test/support/azure-steering.ts";
import { azureActuators } from "./index.ts";
import { ids } from "./steer-estate.ts";
import { refusal } from "./troubled-wire.ts";

const NVA = { nextHopType: "VirtualAppliance", nextHopIpAddress: "10.4.0.10" };
const request: MoveRequest = {
  groupId: "g",
  sideId: "cloud",
  prefixes: ["10.9.0.0/16", "10.8.0.0/16"],
  settings: { routeTableId: ids.table },
  from: { nextHopType: "VirtualNetworkGateway" },
  to: NVA,
};
const way = ["10.4.0.5", "10.9.0.5"] as const;
const otherWay = ["10.4.0.5", "10.8.0.5"] as const;

const lab = azureTwinForEachTest();

const planned = (more?: Parameters<AzureTwin["actuatorOf"]>[1]) => {
  const actuator = lab().actuatorOf("azure.user-route", more);
  const [change, second] = actuator.plan(request);
  if (!change || !second) throw new Error("no changes");
  return { actuator, change, second };
};

describe("clouds/azure/steer/user-route", () => {
  it("plans one change a prefix, in words", () => {
    expect(planned().change).toEqual({
      id: "g:cloud:10.9.0.0/16",
      sideId: "cloud",
      cloud: "azure",
      actuator: "azure.user-route",
      prefix: "10.9.0.0/16",
      target: { routeTableId: ids.table },
      desired: NVA,
      summary: "in route table rt-vnet-shop send 10.9.0.0/16 to VirtualAppliance 10.4.0.10",
    });
    expect(planned().second.prefix).toBe("10.8.0.0/16");
  });

  it("puts the first prefix back where the second could not be moved", async () => {
    const { actuator, change, second } = planned();
    const before: [RouteChange, PreImage][] = [];
    for (const one of [change, second]) before.push([one, await actuator.snapshot(one)]);
    await actuator.apply(change);
    lab().wire.before = async (sent) =>
      sent.method === "PUT" ? refusal(sent, 500, "InternalServerError", "no") : undefined;
    await expect(actuator.apply(second)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    lab().wire.before = () => undefined;

    const outcomes: string[] = [];
    for (const [one, image] of before.reverse()) outcomes.push(await actuator.restore(one, image));

    expect(outcomes).toEqual(["already", "restored"]);
    expect(await Promise.all([lab().over(way), lab().over(otherWay)])).toEqual([["tunnel"], ["tunnel"]]);
  }, 20_000);

  it("moves its prefix alone, and never writes the table", async () => {
    const { actuator, change } = planned();
    await actuator.apply(change);

    expect(await Promise.all([lab().over(way), lab().over(otherWay)])).toEqual([["sdwan"], ["tunnel"]]);
    expect(
      lab()
        .wire.requests.filter(({ method }) => method !== "GET")
        .map(({ path }) => path.split("/routeTables/")[1]),
    ).toEqual(["rt-vnet-shop/routes/skylane-10-9-0-0-16"]);
  });

  it("writes again where another route of the table was written at the same moment", async () => {
    const { actuator, change } = planned();
    await lab().stranger("PUT", `${ids.table}/routes/by-hand`, {
      addressPrefix: "10.9.0.0/16",
      nextHopType: "VirtualNetworkGateway",
    });
    let writeCount = 0;
    lab().wire.before = async (sent) => {
      if (sent.method !== "PUT" || writeCount++ > 0) return undefined;
      await lab().stranger("PUT", `${ids.table}/routes/other`, { addressPrefix: "10.7.0.0/16", nextHopType: "None" });
      return undefined;
    };

    expect(await actuator.apply(change)).toBe("applied");
    expect(writeCount).toBe(2);
    expect(await lab().over(way)).toEqual(["sdwan"]);
  });

  it("does not delete a route of the same hop that somebody else made", async () => {
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);
    await lab().stranger("PUT", `${ids.table}/routes/by-hand`, { addressPrefix: "10.9.0.0/16", ...NVA });

    expect(await actuator.apply(change)).toBe("already");
    await expect(actuator.restore(change, before)).rejects.toMatchObject({ name: "ERR_CLOUD_CONFLICT" });
    expect(await lab().over(way)).toEqual(["sdwan"]);
  });

  it("puts back a route that somebody deleted meanwhile", async () => {
    const { actuator, change } = planned();
    const theirs = `${ids.table}/routes/by-hand`;
    await lab().stranger("PUT", theirs, { addressPrefix: "10.9.0.0/16", nextHopType: "None" });
    const before = await actuator.snapshot(change);
    await actuator.apply(change);
    await lab().stranger("DELETE", theirs);

    expect(await actuator.restore(change, before)).toBe("restored");
    expect(await actuator.isRestored(change, before)).toBe(true);
    expect(before.state).toEqual({ routeName: "by-hand", nextHopType: "None" });
  });

  it("leaves a write that takes long to itself, and shows when it is done", async () => {
    const { actuator, change } = planned({ waitMs: 0 });
    let isHeld = true;
    lab().wire.reshape = (text, { url }) => {
      if (!isHeld) return text;
      return url.includes("/locations/")
        ? text.replace("Succeeded", "InProgress")
        : text.replace('"provisioningState":"Succeeded"', '"provisioningState":"Updating"');
    };

    expect(await actuator.apply(change)).toBe("applied");
    expect(await actuator.isApplied(change)).toBe(false);
    isHeld = false;
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
  });

  it("takes a role that may write and not ask how it goes", async () => {
    const { actuator, change } = planned();
    lab().wire.before = async (sent) =>
      sent.url.includes("/locations/") ? refusal(sent, 403, "AuthorizationFailed", "no") : undefined;

    expect(await actuator.apply(change)).toBe("applied");
    await vi.waitFor(async () => expect(await actuator.isApplied(change)).toBe(true));
  });

  it("says that an operation failed, writes a failed route again, and undoes it", async () => {
    const { actuator, change } = planned();
    const before = await actuator.snapshot(change);
    lab().wire.reshape = (text, { url }) => {
      if (url.includes("/locations/"))
        return JSON.stringify({ status: "Failed", error: { code: "InternalError", message: "out of luck" } });
      return text.replace('"provisioningState":"Succeeded"', '"provisioningState":"Failed"');
    };
    await expect(actuator.apply(change)).rejects.toMatchObject({ name: "ERR_CLOUD_UNAVAILABLE" });
    await vi.waitFor(async () => expect(await lab().over(way)).toEqual(["sdwan"]));
    expect(await actuator.isApplied(change)).toBe(false);
    lab().wire.reshape = (text, { url }) =>
      url.includes("/locations/")
        ? text
        : text.replace('"provisioningState":"Succeeded"', '"provisioningState":"Failed"');
    expect(await actuator.apply(change)).toBe("applied");
    lab().wire.reshape = (text) => text;

    expect(await actuator.restore(change, before)).toBe("restored");
    expect(await lab().over(way)).toEqual(["tunnel"]);
  });

  it("does not touch a route with several next hops", async () => {
    const { actuator, change } = planned();
    await lab().stranger("PUT", `${ids.table}/routes/by-hand`, { addressPrefix: "10.9.0.0/16", nextHopType: "None" });
    lab().wire.reshape = (text) =>
      text.replaceAll(
        '"nextHopType":"None"',
        '"nextHopType":"VirtualApplianceEcmp","nextHop":{"nextHopIpAddresses":["10.4.0.7","10.4.0.8"]}',
      );

    await expect(actuator.snapshot(change)).rejects.toMatchObject({ name: "ERR_ACTUATOR_UNKNOWN", kind: "invalid" });
    await expect(actuator.apply(change)).rejects.toThrow("several next hops");
  });

  it("signs in again when the token is another one, and says that there is none", async () => {
    const environment: Record<string, string | undefined> = {};
    const [actuator] = azureActuators(
      { routerGatewayUrl: undefined, endpoints: { azure: `${lab().twin.apiUrl}/azure` } },
      { environment, httpClient: lab().wire },
    );
    const { change } = planned();

    await expect(actuator?.snapshot(change)).rejects.toMatchObject({ name: "ERR_CLOUD_DENIED" });
    environment.AZURE_ACCESS_TOKEN = "any";
    expect(await actuator?.snapshot(change)).toEqual({ changeId: change.id, state: null });
    environment.AZURE_ACCESS_TOKEN = "newer";
    const signatures: (string | undefined)[] = [];
    lab().wire.before = async ({ headers }) => void signatures.push(headers.get("authorization"));
    await actuator?.snapshot(change);
    expect(signatures).toEqual(["Bearer newer"]);
  });
});
