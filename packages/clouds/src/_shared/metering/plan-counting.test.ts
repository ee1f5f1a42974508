import type { LinkSighting } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aSighting } from "../../../../../test/support/sightings.ts";
import { aLink, places } from "../../../../../test/support/topologies.ts";
import { allMetering } from "../../_metering.gen.ts";
import type { Metering } from "./metering.ts";
import { planCounting } from "./plan-counting.ts";

const { aws, azure, dc } = places;
const counting = (cloud: Metering["cloud"], counts: Metering["counts"] = () => true): Metering => ({
  cloud,
  counts,
  load: () => Promise.reject(new Error("nobody asks")),
});
const seen = (key: string, at: string, more: Partial<LinkSighting> = {}): LinkSighting =>
  aSighting({ key, at, kind: "vpn", ...more });
const planned = (connections: Parameters<typeof planCounting>[0], meterings: readonly Metering[]) => {
  const { directions, uncounted } = planCounting(connections, meterings);
  return {
    directions: directions.map(({ connectionId, fromKey, ends }) =>
      [connectionId, "from", fromKey, ...ends.map(({ link, direction }) => `${link.key} ${direction}`)].join(" "),
    ),
    uncounted,
  };
};

describe("clouds/_shared/metering/plan-counting", () => {
  it("counts each direction once, by its sender", () => {
    const link = aLink({
      id: "v",
      from: aws,
      to: azure,
      sightings: [seen("aws/vpn-1", aws[0]), seen("azure/c", azure[0])],
    });

    expect(planned([link], [counting("aws"), counting("azure")])).toEqual({
      directions: ["v from aws/tgw aws/vpn-1 out", "v from azure/gw azure/c out"],
      uncounted: [],
    });
  });

  it("counts what a data centre sends by what comes in, whichever end it is", () => {
    for (const [from, to] of [
      [aws, dc],
      [dc, aws],
    ] as const) {
      const sightings = [seen("aws/vpn-1", aws[0]), seen("onprem/t", dc[0])];
      const link = aLink({ id: "v", from, to, sightings: from === aws ? sightings : sightings.toReversed() });

      expect(planned([link], [counting("aws")]).directions.sort()).toEqual([
        "v from aws/tgw aws/vpn-1 out",
        "v from onprem/r1 aws/vpn-1 in",
      ]);
    }
  });

  it("adds up the tunnels of an end that shows each, and counts an end that nobody sees by the other", () => {
    const link = aLink({ id: "v", from: aws, to: azure, sightings: [seen("aws/t1", aws[0]), seen("aws/t2", aws[0])] });

    expect(planned([link], [counting("aws")]).directions).toEqual([
      "v from aws/tgw aws/t1 out aws/t2 out",
      "v from azure/gw aws/t1 in aws/t2 in",
    ]);
  });

  it("says what no cloud counts, and why, in one line for all of a kind", () => {
    const peering = (id: string) =>
      aLink({ id, from: aws, to: aws, kind: "peering", sightings: [seen(`aws/${id}`, aws[0], { kind: "peering" })] });
    const own = aLink({ id: "own", from: dc, to: ["onprem/r2", "onprem/lan2"], sightings: [seen("onprem/t", dc[0])] });

    expect(planned([...Array.from({ length: 7 }, (_, i) => peering(`p${i}`)), own], allMetering)).toEqual({
      directions: [],
      uncounted: [
        "7 connections are not counted (p0, p1, p2, p3, p4 and 2 more): aws has no counter for a peering; flow logs of the networks at its ends tell what it carries",
        "1 connection is not counted (own): both ends are routers, whose counters have no history; what they carry costs nothing by volume",
      ],
    });
  });

  it("does not speak of the open internet, which is no link", () => {
    expect(planned([aLink({ id: "i", from: aws, to: dc, kind: "internet" })], allMetering)).toEqual({
      directions: [],
      uncounted: [],
    });
  });
});
