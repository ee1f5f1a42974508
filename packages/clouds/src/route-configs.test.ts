import type { RouteIntent } from "@skylane/core";
import { describe, expect, it } from "vitest";
import type { RoutingCloud } from "./route-configs.ts";
import { routeConfigsFor } from "./route-configs.ts";

const tunnel = (n: number): RouteIntent["links"][number] => ({
  connectionId: `vpn-${n}`,
  kind: "vpn",
  nativeId: `vpn-0a1b2c3d4e5f6071${n}`,
  aliases: [`tgw-attach-0a1b2c3d4e5f6071${n}`],
  isDynamic: true,
});
const intent: RouteIntent = {
  id: "i1",
  cloud: "aws",
  accountId: "111122223333",
  regionId: "us-east-1",
  gatewayId: "tgw-078ac19e853db2f44",
  gatewayKind: "transit-gateway",
  tableId: "tgw-rtb-00f6ffbd0b6fb9bc1",
  prefixes: ["10.9.0.0/16"],
  direction: "outbound",
  links: [tunnel(1), tunnel(2)],
};
const bare: RoutingCloud = { profile: { id: "aws", displayName: "Amazon Web Services", capabilities: [] } };

describe("clouds/route-configs", () => {
  it("keeps the order of the intents, and says of the rest why", () => {
    const { configs, refusals } = routeConfigsFor([
      { ...intent, id: "first" },
      { ...intent, id: "spoilt", tableId: "rtb;reboot" },
      { ...intent, id: "second", links: [tunnel(2), tunnel(1)] },
    ]);

    expect(configs.map(({ intentId, mechanism }) => [intentId, mechanism])).toEqual([
      ["first", "tgw-route"],
      ["second", "tgw-route"],
    ]);
    expect(refusals).toMatchObject([
      { intentId: "spoilt", kind: "invalid", reason: expect.stringContaining("tableId must be") },
    ]);
  });

  it("refuses what no adapter is for, and what an adapter cannot", () => {
    expect(routeConfigsFor([intent], []).refusals).toMatchObject([
      { kind: "no-knob", reason: expect.stringContaining("no adapter") },
    ]);
    expect(routeConfigsFor([intent], [bare]).refusals).toMatchObject([
      { kind: "no-knob", reason: expect.stringContaining("no setting") },
    ]);
  });

  it("does not hide a fault of an adapter", () => {
    const broken: RoutingCloud = {
      ...bare,
      routeConfig: () => {
        throw new TypeError("broken");
      },
    };

    expect(() => routeConfigsFor([intent], [broken])).toThrow("broken");
  });

  it.each([
    ["five prefixes stand as single routes", 5, "tgw-route"],
    ["six move together", 6, "tgw-prefix-list"],
  ])("%s", (_, count, mechanism) => {
    const prefixes = Array.from({ length: count }, (__, i) => `10.${i}.0.0/16`);

    expect(routeConfigsFor([{ ...intent, prefixes }]).configs).toMatchObject([{ mechanism }]);
  });

  it("takes a prefix that is named twice once, and no more than a hundred", () => {
    const twice = routeConfigsFor([{ ...intent, prefixes: ["10.9.0.0/16", "10.9.0.0/16"] }]);
    const many = routeConfigsFor([{ ...intent, prefixes: Array.from({ length: 101 }, (_, i) => `10.${i}.0.0/16`) }]);

    expect(twice.configs[0]?.calls).toHaveLength(1);
    expect(many.refusals).toMatchObject([{ kind: "invalid", reason: expect.stringContaining("split the intent") }]);
  });
});
