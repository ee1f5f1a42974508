import { cloudIds, SlaRow } from "@skylane/core";
import { describe, expect, it } from "vitest";
import { allClouds } from "./_all.gen.ts";
import type { Cloud } from "./_shared/define-cloud.ts";
import { estimatesOf } from "./estimates.ts";

const rows = (allClouds as readonly Cloud[]).flatMap(({ profile, slas = [] }) =>
  slas.map((row) => ({ owner: profile.id, row })),
);

describe("clouds/slas", () => {
  it("are what a row must be, of the cloud that says them, and said once", () => {
    const keys = rows.map(({ row }) => `${row.cloud} ${row.kind} ${row.build}`);

    for (const { owner, row } of rows) expect(SlaRow.parse(row).cloud).toBe(owner);
    expect(new Set(keys).size).toBe(keys.length);
    expect(rows.length).toBeGreaterThan(8);
    expect(new Set(rows.map(({ owner }) => owner)).size).toBe(cloudIds.length - 1);
  });

  it("promise no less of a redundant build than of a single one", () => {
    const of = (cloud: string, kind: string, build: string) =>
      rows.find(({ row }) => row.cloud === cloud && row.kind === kind && row.build === build)?.row.availabilityRatio;

    for (const { row } of rows)
      expect(of(row.cloud, row.kind, "redundant") ?? 1).toBeGreaterThanOrEqual(of(row.cloud, row.kind, "single") ?? 0);
  });

  it("are answered by cloud, kind and build, and nothing where nothing is promised", () => {
    const { availabilityRatio } = estimatesOf();

    expect(availabilityRatio("aws", "vpn", "single")).toBe(0.9995);
    expect(availabilityRatio("gcp", "vpn", "redundant")).toBe(0.9999);
    expect(availabilityRatio("aws", "vpn", "redundant")).toBe(0.9995);
    expect(availabilityRatio("gcp", "interconnect", "single")).toBeUndefined();
    expect(availabilityRatio("aws", "direct-connect", "single")).toBeUndefined();
    expect(availabilityRatio("onprem", "vpn", "single")).toBeUndefined();
  });
});
