import type { Estimates } from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aFlow, aLink, anInventory, aTopology, places } from "../../../../../test/support/topologies.ts";
import { distanceKm } from "../distance/index.ts";
import { failuresMeant, surveyOf } from "./index.ts";

const { aws, azure, dc } = places;
const estimates: Estimates = {
  provisioningMs: () => undefined,
  resolverIp: () => undefined,
  price: () => undefined,
  charges: () => [],
  availabilityRatio: () => undefined,
  locate: (_, regionId) =>
    ({ "us-east-1": { latitudeDeg: 39, longitudeDeg: -77.5 }, eastus: { latitudeDeg: 37.4, longitudeDeg: -79.8 } })[
      regionId
    ],
  transferUsdPerGb: (kind, from) =>
    from.cloud === "aws" ? ({ "direct-connect": 0.04, vpn: 0.11 } as Partial<Record<string, number>>)[kind] : undefined,
};
const dx = aLink({ id: "dx", from: aws, to: dc, kind: "direct-connect", carrier: "acme" });
const vpn = aLink({ id: "vpn", from: aws, to: dc, carrier: "internet" });
const er = aLink({ id: "er", from: azure, to: dc, kind: "express-route", carrier: "acme" });
const flows = [
  aFlow("aws-dc", "aws", "dc", { monthlyGb: 1_000 }),
  aFlow("azure-dc", "azure", "dc", { class: "critical", monthlyGb: 10 }),
];
const survey = surveyOf(aTopology([dx, vpn, er]), anInventory({ flows }), estimates);
const kill = (...words: string[]) => survey.whatIf(words.flatMap((one) => failuresMeant(survey.failures, one)));

describe("engine/topology/whatif", () => {
  it("says which flows move to what, with the latency and the price of it", () => {
    expect(kill("dx")).toMatchObject({
      lostCount: 0,
      movedCount: 1,
      keptCount: 1,
      flows: [
        {
          flowId: "aws-dc",
          outcome: "moved",
          before: { connectionIds: ["dx"], rttMs: 9.7, transferMonthlyUsd: 40 },
          after: { connectionIds: ["vpn"], rttMs: 10.7, transferMonthlyUsd: 110 },
        },
      ],
    });
  });

  it("says which flows are lost, and knows no price where none is known", () => {
    const [lost] = kill("er").flows;

    expect(lost).toMatchObject({ flowId: "azure-dc", outcome: "lost", before: { connectionIds: ["er"] } });
    expect(lost?.after).toBeUndefined();
    expect(lost?.before.transferMonthlyUsd).toBeUndefined();
  });

  it("takes everything in a Region, of a carrier or an account with it", () => {
    expect(kill("region:aws:us-east-1")).toMatchObject({ endedCount: 1, keptCount: 1 });
    expect(kill("carrier:acme")).toMatchObject({ movedCount: 1, lostCount: 1 });
    expect(kill("account:aws:a1").flows.map(({ outcome }) => outcome)).toEqual(["ended"]);
    expect(kill("network:lan")).toMatchObject({ endedCount: 2 });
  });

  it("says which links would have to carry more than they can, and leaves those out that did before", () => {
    const narrow = aLink({ id: "vpn", from: aws, to: dc, carrier: "internet", bandwidthMbps: 1_000 });
    const full = aLink({ id: "er", from: azure, to: dc, kind: "express-route", bandwidthMbps: 10 });
    const busy = surveyOf(
      aTopology([dx, narrow, full]),
      anInventory({
        flows: [
          aFlow("aws-dc", "aws", "dc", { peakMbps: 800 }),
          aFlow("aws-dc-2", "aws", "dc", { peakMbps: 400.04 }),
          aFlow("azure-dc", "azure", "dc", { peakMbps: 50 }),
        ],
      }),
      estimates,
    );

    expect(busy.whatIf(failuresMeant(busy.failures, "dx")).overloads).toEqual([
      { connectionId: "vpn", bandwidthMbps: 1_000, beforeMbps: 0, neededMbps: 1_200 },
    ]);
    expect(busy.whatIf(failuresMeant(busy.failures, "link:vpn")).overloads).toEqual([]);
  });

  it("says nothing of flows that no failure touches, and blames none for those already lost", () => {
    const lonely = surveyOf(aTopology([dx]), anInventory({ flows }), estimates);

    expect(lonely.alreadyLostIds).toEqual(["azure-dc"]);
    expect(
      lonely
        .singles()
        .flatMap((impact) => impact.flows)
        .map(({ flowId }) => flowId),
    ).not.toContain("azure-dc");
  });

  it("fails every link, network, Region, carrier and account, critical losses first", () => {
    const singles = survey.singles();

    expect(singles).toHaveLength(3 + 3 + 3 + 2 + 3);
    expect(singles[0]?.flows.some((flow) => flow.outcome === "lost" && flow.class === "critical")).toBe(true);
  });

  it("tells of a pair only what neither failure loses alone", () => {
    const { pairCount, worse } = survey.pairs();

    expect(pairCount).toBe((14 * 13) / 2);
    expect(
      worse
        .map(({ failures }) =>
          failures
            .map(({ id }) => id)
            .sort()
            .join(" + "),
        )
        .sort(),
    ).toEqual([
      "carrier:acme + carrier:internet",
      "carrier:acme + link:vpn",
      "carrier:internet + link:dx",
      "link:dx + link:vpn",
    ]);
  });

  it("finds by pairs exactly what asking each pair finds", () => {
    const place = fc.constantFrom("aws", "azure", "dc") as fc.Arbitrary<keyof typeof places>;
    const links = fc.uniqueArray(
      fc.record({
        n: fc.nat(20),
        from: place,
        to: place,
        kind: fc.constantFrom("vpn", "direct-connect"),
        carrier: fc.constantFrom("x", "y"),
      }),
      { selector: ({ n }) => n, minLength: 1, maxLength: 7 },
    );
    const all = ["10.1.0.0/16", "10.2.0.0/16", "10.3.0.0/16"];
    fc.assert(
      fc.property(links, (drawn) => {
        const topology = aTopology(
          drawn.map(({ n, from, to, kind, carrier }) =>
            aLink({
              id: `l${n}`,
              from: places[from],
              to: places[to],
              kind: kind as "vpn",
              carrier,
              reaches: [all, all],
            }),
          ),
        );
        const asked = surveyOf(
          topology,
          anInventory({ flows: [...flows, aFlow("aws-azure", "aws", "azure")] }),
          estimates,
        );
        const lostBy = (...which: typeof asked.failures) =>
          asked
            .whatIf(which)
            .flows.filter(({ outcome }) => outcome === "lost")
            .map(({ flowId }) => flowId);
        const expected = asked.failures.flatMap((one, i) =>
          asked.failures.slice(i + 1).flatMap((other) => {
            const alone = [...lostBy(one), ...lostBy(other)];
            return lostBy(one, other).some((id) => !alone.includes(id)) ? [`${one.id} ${other.id}`] : [];
          }),
        );

        expect(
          asked
            .pairs()
            .worse.map(({ failures }) => failures.map(({ id }) => id).join(" "))
            .sort(),
        ).toEqual(expected.sort());
      }),
      { numRuns: 60 },
    );
  });

  it("is told more than one thing when the words can mean more", () => {
    expect(failuresMeant(survey.failures, "account:a1")).toHaveLength(3);
    expect(failuresMeant(survey.failures, "nothing")).toEqual([]);
  });

  it("measures along the great circle", () => {
    const [paris, newYork] = [
      { latitudeDeg: 48.8566, longitudeDeg: 2.3522 },
      { latitudeDeg: 40.7128, longitudeDeg: -74.006 },
    ];

    expect(distanceKm(paris, newYork)).toBeCloseTo(5_837, -1);
    expect(distanceKm(paris, paris)).toBe(0);
  });
});
