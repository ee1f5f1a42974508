import { describe, expect, it } from "vitest";
import { dx, sessionOf, vpn } from "../../../../../test/support/path-choices.ts";
import { aFlow } from "../../../../../test/support/topologies.ts";
import { routeIntents } from "./route-intents.ts";

/** A flow of AWS with an address of its own. */
const to = (id: string, host: string, more: Parameters<typeof aFlow>[3] = {}) =>
  aFlow(id, "aws", "dc", { destination: { ip: host, port: 443 }, monthlyGb: 20_000, ...more });

const sealed = { policies: [{ id: "sealed", requireEncryption: true }] };

describe("engine/paths/plan/route-intents", () => {
  it("asks for both directions, the far prefixes at each end, best link first", async () => {
    const session = await sessionOf({ links: [dx(), vpn()], flows: [to("a", "10.3.0.1")] });

    const { intents } = routeIntents(session, true);

    expect(
      intents.map(({ gatewayId, prefixes, links }) => [
        gatewayId,
        prefixes,
        links.map(({ connectionId }) => connectionId),
      ]),
    ).toEqual([
      ["tgw", ["10.3.0.0/16"], ["dx", "vpn"]],
      ["r1", ["10.1.0.0/16"], ["dx", "vpn"]],
    ]);
  });

  it("asks for nothing where routing does it already", async () => {
    const session = await sessionOf({ links: [dx(), vpn()], flows: [to("a", "10.3.0.1")] });

    expect(routeIntents(session).intents).toEqual([]);
  });

  it("gives a flow that goes another way than most a route to its own host", async () => {
    const session = await sessionOf({
      links: [dx(), vpn()],
      flows: [
        to("a", "10.3.0.1"),
        to("b", "10.3.0.2", { monthlyGb: 10, policyId: "sealed", source: { ip: "10.1.7.7" } }),
      ],
      inventory: sealed,
    });

    const { intents, undecidable } = routeIntents(session);

    expect(undecidable).toEqual([]);
    expect(intents.map(({ prefixes, links }) => [prefixes, links[0]?.connectionId])).toEqual([
      [["10.3.0.2/32"], "vpn"],
      [["10.1.7.7/32"], "vpn"],
    ]);
  });

  it("says so where two flows to one address would need two ways: routes look at destinations only", async () => {
    const session = await sessionOf({
      links: [dx(), vpn()],
      flows: [to("a", "10.3.0.1"), to("b", "10.3.0.1", { monthlyGb: 10, policyId: "sealed" })],
      inventory: sealed,
    });

    expect(routeIntents(session).undecidable).toContainEqual({
      flowIds: ["b"],
      gatewayKey: "aws/tgw",
      prefix: "10.3.0.1/32",
    });
  });
});
