import type { FailoverPlan } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { aLink, places } from "../../../../../test/support/topologies.ts";
import { withRedundancy } from "../../topology/index.ts";
import type { AdviceInputs, LinkUse } from "./inputs.ts";
import { recommend } from "./recommend.ts";

const NOW_MS = Date.UTC(2026, 10, 22);
const { aws, azure, dc } = places;
const GB = 1e9;
const SLOT_MS = 900_000;

const dx = aLink({
  id: "dx",
  from: aws,
  to: dc,
  kind: "direct-connect",
  carrier: "acme",
  bandwidthMbps: 1_000,
  bytes30d: 5_000 * GB,
});
const dx2 = { ...dx, id: "dx2", carrier: "other" };
const idle = aLink({ id: "idle", from: aws, to: dc, carrier: "internet", bytes30d: 1e6, monthlyUsd: 54.75 });
const stray = aLink({
  id: "stray",
  from: azure,
  to: dc,
  carrier: "internet",
  bytes30d: 1e6,
  monthlyUsd: 36.5,
  reaches: [[], []],
});

const linksOf = (...connections: ReturnType<typeof aLink>[]): readonly LinkUse[] =>
  withRedundancy(connections).map((connection) => ({ connection }));
const kindsOf = (inputs: Omit<AdviceInputs, "nowMs">): readonly string[] =>
  recommend({ nowMs: NOW_MS, ...inputs }).map(({ kind, subjects }) => `${kind} ${subjects[0]}`);

describe("engine/cost/recommend: links", () => {
  it("closes a VPN that carries nothing, by what the bill says it costs", () => {
    const [link] = linksOf(stray);
    if (!link) throw new Error("no link");
    const [found] = recommend({ nowMs: NOW_MS, links: [{ ...link, billedUsd30d: 72 }] });

    expect(found).toMatchObject({
      kind: "zombie-vpn",
      savingUsd: 72 * (730 / 24 / 30),
      savingLowUsd: 72 * (730 / 24 / 30),
    });
    expect(found?.todo.every(({ undo }) => undo.length > 0)).toBe(true);
    // by list price alone, half may be a gateway that others use
    expect(recommend({ nowMs: NOW_MS, links: [link] })[0]).toMatchObject({ savingUsd: 36.5, savingLowUsd: 18.25 });
  });

  it("keeps one that is the only diverse other way, and lets it go once there is another", () => {
    expect(kindsOf({ links: linksOf(dx, idle) })).toEqual([]);
    expect(kindsOf({ links: linksOf(dx, dx2, idle) })).toEqual(["zombie-vpn idle"]);
    // two of one carrier fall together
    expect(kindsOf({ links: linksOf(dx, { ...dx2, carrier: "acme" }, idle) })).toEqual([]);
  });

  it("keeps one that a failover plan counts on", () => {
    const plan: FailoverPlan = {
      groupId: "g" as FailoverPlan["groupId"],
      hash: "0123456789abcdef",
      computedAtMs: 0,
      primaryPathId: "p1" as FailoverPlan["primaryPathId"],
      ruledOut: [],
      changes: [],
      spares: [{ pathId: "p2" as FailoverPlan["primaryPathId"], changes: [] }],
      cases: [],
      proofFlowIds: [],
    };
    const paths = (connectionId: string) => [{ id: "p2", connectionId }];

    expect(kindsOf({ links: linksOf(stray), failover: { plans: [plan], paths: paths("stray") } })).toEqual([]);
    expect(kindsOf({ links: linksOf(stray), failover: { plans: [plan], paths: paths("dx") } })).toEqual([
      "zombie-vpn stray",
    ]);
  });

  it("says nothing of one whose traffic, fee or commitment forbids it", () => {
    const { bytes30d: _, ...unread } = stray;
    const { monthlyUsd: __, ...unpriced } = stray;
    expect(kindsOf({ links: linksOf(unread) })).toEqual([]);
    expect(kindsOf({ links: linksOf(unpriced) })).toEqual([]);
    const [link] = linksOf(stray);
    if (link) expect(kindsOf({ links: [{ ...link, committedUntil: "2027-01-01" }] })).toEqual([]);
  });

  it("counts what the same bytes cost over the other link, and is silent where that is not known", () => {
    const vpn = { ...idle, bytes30d: 200 * GB };
    const slot = (usd: number) => ({ startMs: 0, fromKey: "aws/tgw", bytes: GB, coverageRatio: 1, usd });
    const links = (perGb: number | undefined): readonly LinkUse[] =>
      linksOf(dx, dx2, vpn).map((link) => ({
        ...link,
        ...(link.connection.id === "idle" && { slots: [slot(0.09)] }),
        ...(link.connection.id === "dx" && perGb !== undefined && { slots: [slot(perGb)] }),
      }));
    const [found] = recommend({ nowMs: NOW_MS, links: links(0.02) });

    // 200 GB in 30 days cost 0.07 less each over the other
    expect(found?.kind).toBe("low-traffic-vpn");
    expect(found?.savingUsd).toBeCloseTo(54.75 + ((200 * 730) / 24 / 30) * 0.07, 6);
    expect(recommend({ nowMs: NOW_MS, links: links(undefined) })).toEqual([]);
    // what is dearer elsewhere than the fee stays
    expect(recommend({ nowMs: NOW_MS, links: links(0.5) })).toEqual([]);
  });

  const sizes = [
    { bandwidthMbps: 1_000, monthlyUsd: 219 },
    { bandwidthMbps: 500, monthlyUsd: 146 },
    { bandwidthMbps: 200, monthlyUsd: 58.4 },
  ];
  const slotsAt = (mbps: (day: number) => number, days = 28) =>
    Array.from({ length: days * 96 }, (_, i) => ({
      startMs: i * SLOT_MS,
      fromKey: "aws/tgw",
      bytes: (mbps(Math.floor(i / 96)) * 1e6 * 900) / 8,
      coverageRatio: 1,
    }));
  const sized = (own: LinkUse["slots"], backup?: LinkUse["slots"]): readonly LinkUse[] => [
    { connection: { ...dx, redundancy: { alternativeIds: [] } }, slots: own, sizes },
    ...(backup ? [{ connection: { ...dx2, redundancy: { alternativeIds: ["dx"] } }, slots: backup }] : []),
  ];
  const sizeOf = (links: readonly LinkUse[]) =>
    recommend({ nowMs: NOW_MS, links }).find(({ kind }) => kind === "link-size");

  it("finds the size that the busiest quarter hours need, with growth and what it stands in for", () => {
    expect(sizeOf(sized(slotsAt(() => 100)))).toMatchObject({ savingUsd: 219 - 58.4 });
    // six more months of 5 % a week are a factor of 3.6
    expect(sizeOf(sized(slotsAt((day) => 60 * 1.05 ** Math.floor(day / 7))))?.title).toContain("500 Mbps");
    expect(
      sizeOf(
        sized(
          slotsAt(() => 100),
          slotsAt(() => 150),
        ),
      )?.title,
    ).toContain("500 Mbps");
    expect(
      sizeOf(
        sized(
          slotsAt(() => 100),
          slotsAt(() => 650),
        ),
      ),
    ).toBeUndefined();
    expect(sizeOf(sized(slotsAt(() => 100, 13)))).toBeUndefined();
    expect(
      sizeOf(
        sized(
          slotsAt(() => 100),
          [],
        ),
      ),
    ).toBeUndefined();
  });

  it("dates a second port by the forecast and the lead time, and not without a price", () => {
    const DAY_MS = 86_400_000;
    const capacity = [
      {
        connectionId: "dx",
        bandwidthMbps: 1_000,
        utilisationRatio: 0.42,
        limitRatio: 0.5,
        probability: 0.9,
        exhaustedAtMs: NOW_MS + 80 * DAY_MS,
        soonestAtMs: NOW_MS + 60 * DAY_MS,
      },
    ];
    const dated = (leadDays: number) =>
      recommend({ nowMs: NOW_MS, capacity, ports: new Map([["dx", { leadDays, monthlyUsd: 219 }]]) })[0];

    expect(dated(45)).toMatchObject({ title: expect.stringContaining("2026-12-07"), savingUsd: 219, risk: "low" });
    expect(dated(45)?.savingLowUsd).toBeCloseTo((219 * 15) / (730 / 24), 6);
    expect(dated(75)).toMatchObject({ title: expect.stringContaining("2026-11-22"), risk: "high", savingLowUsd: 0 });
    expect(recommend({ nowMs: NOW_MS, capacity })).toEqual([]);
  });

  it("names the same thing the same each time", () => {
    const ids = [NOW_MS, NOW_MS + 1e9].map((nowMs) => recommend({ nowMs, links: linksOf(stray) })[0]?.id);
    expect(ids[0]).toMatch(/^cr-zombie-vpn-[0-9a-f]{12}$/);
    expect(ids[0]).toBe(ids[1]);
  });
});
