import {
  addMoney,
  type BillLine,
  CostSettings,
  type Money,
  moneyText,
  ScopeKind,
  UNALLOCATED,
  ZERO,
} from "@skylane/core";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aBillLine, money } from "../../../../../test/support/bill-lines.ts";
import { allocate, NO_TRAFFIC, type ScopeTraffic } from "./allocate.ts";

const capability = (id: string) => ({ kind: "capability" as const, id, match: [{ tags: { capability: id } }] });

describe("engine/cost/allocate", () => {
  it("makes of rows the table of three capabilities in three clouds, to the cent", () => {
    const rows: readonly (readonly [string, BillLine["cloud"], string, string, string?])[] = [
      ["web-application", "aws", "Compute", "250.00"],
      ["web-application", "aws", "Networking", "45.00"],
      ["web-application", "aws", "Storage", "25.00"],
      ["data-intelligence", "azure", "Compute", "200.00"],
      ["data-intelligence", "azure", "Storage", "115.00"],
      ["data-intelligence", "azure", "Networking", "25.00"],
      ["background-workers", "gcp", "Compute", "50.00"],
      ["background-workers", "gcp", "Storage", "10.00"],
      ["background-workers", "gcp", "Networking", "5.00"],
      ["web-application", "aws", "Networking", "25.00", "azure"],
      ["web-application", "aws", "Networking", "15.00", "gcp"],
      ["data-intelligence", "azure", "Networking", "5.00", "aws"],
    ];
    // a bill has many rows for one figure, of parts of a cent
    const lines = rows.flatMap(([id, cloud, serviceCategory, billed, to]) =>
      Array.from({ length: 30 }, (_, i) =>
        aBillLine({
          cloud,
          providerName: String(cloud),
          serviceCategory,
          day: `2026-11-${String(i + 1).padStart(2, "0")}`,
          tags: { capability: id, ...(to !== undefined && { to }) },
          billed: ((money(billed) * BigInt(i + 1)) / 30n - (money(billed) * BigInt(i)) / 30n) as Money,
        }),
      ),
    );
    const settings = CostSettings.parse({
      scopes: ["web-application", "data-intelligence", "background-workers"].map(capability),
      transfers: [
        ["aws", "azure"],
        ["aws", "gcp"],
        ["azure", "aws"],
      ].map(([from, to]) => ({ match: [{ cloud: from, tags: { to } }], from: { cloud: from }, to: { cloud: to } })),
    });
    const [allocation] = allocate(lines, "2026-11", "capability", settings);

    expect(allocation?.shares.map(({ id, billed }) => [id, moneyText(billed)])).toEqual([
      ["data-intelligence", "340"],
      ["web-application", "320"],
      ["background-workers", "65"],
    ]);
    expect(allocation?.shares[1]?.parts.map(({ id, billed }) => [id, moneyText(billed)])).toEqual([
      ["Compute", "250"],
      ["Networking", "45"],
      ["Storage", "25"],
    ]);
    expect(allocation?.crossCloud.map(({ from, to, billed }) => [from.cloud, to.cloud, moneyText(billed)])).toEqual([
      ["aws", "azure", "25"],
      ["aws", "gcp", "15"],
      ["azure", "aws", "5"],
    ]);
    expect(moneyText(addMoney(...(allocation?.crossCloud ?? []).map(({ billed }) => billed)))).toBe("45");
    expect(moneyText(allocation?.total ?? ZERO)).toBe("770");
  });

  it("shares, transfers and the rest add up to the bill, whatever is shared and however", () => {
    const amounts = fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }).map((size) => size as Money);
    const ids = ["a", "b", "c"];
    const lines = fc.array(
      fc
        .record({
          billed: amounts,
          effective: amounts,
          team: fc.option(fc.constantFrom(...ids), { nil: undefined }),
          use: fc.constantFrom("own", "port", "tax", "egress"),
          currency: fc.constantFrom("USD", "EUR", "JPY"),
          cloud: fc.constantFrom("aws" as const, "azure" as const, undefined),
        })
        .map(({ billed, effective, team, use, currency, cloud }) =>
          aBillLine({
            billed,
            effective,
            currency,
            cloud,
            tags: { ...(team !== undefined && use === "own" && { team }), use },
          }),
        ),
      { maxLength: 60 },
    );
    const weights = fc.dictionary(fc.constantFrom(...ids), fc.double({ min: 0, max: 1e15, noNaN: true }));
    fc.assert(
      fc.property(
        lines,
        fc.constantFrom(...ScopeKind.options),
        fc.constantFrom("traffic", "peak", "evenly", "cost"),
        weights,
        weights,
        (all, kind, by, bytes, peaks) => {
          const settings = CostSettings.parse({
            rates: { EUR: 1.0825 },
            scopes: ids.map((id) => ({ kind, id, match: [{ tags: { team: id } }] })),
            shared: [
              { kind, match: [{ tags: { use: "port" } }], by },
              { kind, match: [{ tags: { use: "tax" } }], by: "cost", among: ["a", "c"] },
            ],
            transfers: [{ match: [{ tags: { use: "egress" } }], from: { cloud: "aws" }, to: { cloud: "gcp" } }],
          });
          const traffic: ScopeTraffic = {
            bytes: new Map(Object.entries(bytes)),
            peakBps: new Map(Object.entries(peaks)),
          };

          for (const { currency, total, shares, crossCloud } of allocate(all, "2026-11", kind, settings, traffic)) {
            const sum = addMoney(...shares.map(({ billed }) => billed), ...crossCloud.map(({ billed }) => billed));
            expect(sum).toBe(total);
            if (currency === "JPY")
              expect(total).toBe(
                addMoney(...all.filter((line) => line.currency === "JPY").map(({ billed }) => billed)),
              );
            for (const { billed, parts } of shares) expect(addMoney(...parts.map((part) => part.billed))).toBe(billed);
          }
        },
      ),
    );
  });

  it("shares a port by what each sent, and says so when nobody knows", () => {
    const settings = CostSettings.parse({
      scopes: [capability("web"), capability("data")],
      shared: [{ kind: "capability", match: [{ resourceId: "dxcon-*" }], by: "traffic" }],
    });
    const port = aBillLine({ billed: money("1620"), resourceId: "dxcon-ffabc123", serviceName: "AWS Direct Connect" });
    const shared = (bytes: readonly (readonly [string, number])[]) =>
      allocate([port], "2026-11", "capability", settings, { bytes: new Map(bytes), peakBps: new Map() })[0];

    expect(
      shared([
        ["web", 3],
        ["data", 1],
      ])?.shares.map(({ id, billed }) => [id, moneyText(billed)]),
    ).toEqual([
      ["web", "1215"],
      ["data", "405"],
    ]);
    expect(shared([])?.shares.map(({ id }) => id)).toEqual([UNALLOCATED]);
    expect(shared([])?.notes).toEqual([expect.stringContaining("none of them has traffic that is known")]);
  });

  it("keeps currencies apart that have no rate", () => {
    const settings = CostSettings.parse({ rates: { EUR: 1.1 } });
    const lines = ["USD", "EUR", "JPY"].map((currency) => aBillLine({ billed: money("100"), currency }));

    expect(
      allocate(lines, "2026-11", "cloud", settings, NO_TRAFFIC).map(({ currency, total }) => [
        currency,
        moneyText(total),
      ]),
    ).toEqual([
      ["JPY", "100"],
      ["USD", "210"],
    ]);
  });
});
