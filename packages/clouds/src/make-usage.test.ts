import type { SeenService } from "@skylane/core";
import { describe, expect, it } from "vitest";
import type { ReadStores, ReadUsage, StoreUsage, Usage } from "./_shared/usage/usage.ts";
import { makeUsage } from "./make-usage.ts";

const FROM = Date.UTC(2026, 10, 2);
const WINDOW = { fromMs: FROM, toMs: FROM + 3_600_000 };
const service = (cloud: SeenService["cloud"], more: Partial<SeenService> = {}): SeenService => ({
  key: `${cloud}/vm`,
  kind: "ec2-instance",
  cloud,
  accountId: "1",
  regionId: "r",
  nativeId: "vm",
  name: "vm",
  tags: {},
  subnetIds: [],
  addresses: [],
  isPublic: false,
  guards: [],
  ...more,
});
const usage = (cloud: Usage["cloud"], read: ReadUsage): Usage => ({
  cloud,
  measures: ({ kind }) => kind === "ec2-instance",
  smallerSizes: (size) => [{ name: `half of ${size}`, ofNowRatio: 0.5 }],
  load: async () => () => read,
});
const cpuRatio = [0.2];
const whole: ReadUsage = async ({ machines }) => ({
  measured: machines.map((machine) => ({ machine, cpuRatio })),
  gaps: [],
});
const read = (usages: readonly Usage[], services: readonly SeenService[]) =>
  makeUsage(
    { routerGatewayUrl: undefined },
    { services, accounts: {}, concurrency: 2, nowMs: () => WINDOW.toMs },
    usages,
  ).read(WINDOW);

describe("clouds/make-usage", () => {
  it("asks each cloud for its own machines", async () => {
    const services = [
      service("aws", { size: "big" }),
      service("azure"),
      service("aws", { kind: "rds", key: "aws/db" }),
    ];

    expect(await read([usage("aws", whole), usage("azure", whole)], services)).toEqual({
      machines: [
        {
          serviceKey: "aws/vm",
          billedAs: "vm",
          startMs: FROM,
          cpuRatio: [0.2],
          smallerSizes: [{ name: "half of big", ofNowRatio: 0.5 }],
        },
        { serviceKey: "azure/vm", billedAs: "vm", startMs: FROM, cpuRatio: [0.2], smallerSizes: [] },
      ],
      gaps: [],
    });
  });

  it("leaves out who has no whole hour, and the others as they are where an adapter breaks", async () => {
    const broken = usage("azure", async () => {
      throw new Error("half an\nanswer");
    });
    const silent = usage("gcp", async ({ machines }) => ({
      measured: machines.map((machine) => ({ machine, cpuRatio: [undefined] })),
      gaps: [],
    }));
    const { machines, gaps } = await read(
      [usage("aws", whole), broken, silent],
      [service("aws"), service("azure"), service("gcp")],
    );

    expect(machines.map(({ serviceKey }) => serviceKey)).toEqual(["aws/vm"]);
    expect(gaps).toEqual([
      "azure: read the use of machines: half an answer; report this with the log: the adapter for azure met something it does not understand",
    ]);
  });

  it("tells of machines that no adapter measures", async () => {
    const services = [service("oci", { kind: "oci-instance" }), service("aws", { kind: "rds" })];

    expect((await read([usage("aws", whole)], services)).gaps).toEqual([
      "oci: 1 machines are not measured, for Skylane reads no metrics of machines there",
    ]);
  });

  it("asks nobody where there are no machines", async () => {
    const never = usage("aws", () => Promise.reject(new Error("asked")));

    expect(await read([never], [])).toEqual({ machines: [], gaps: [] });
  });

  it("asks clouds with accounts for stores, where they have something, and tells of one that breaks", async () => {
    const asked: unknown[] = [];
    const stores = (cloud: "aws" | "gcp", read: ReadStores): StoreUsage => ({
      cloud,
      tiersIn: (regionId) => [{ ...standard, id: `standard in ${regionId}` }],
      load: async () => () => read,
    });
    const standard = { usdPerGbMonth: 1, usdPerReadGb: 0, usdPerThousandMoves: 0, minDays: 0, minObjectBytes: 0 };
    const one = { accountId: "1", regionId: "r", billedAs: "b", bytesByTier: {}, objectCount: 0, readBytes: 0 };
    const scope = {
      services: [service("aws"), service("aws", { kind: "storage", key: "aws/s", regionId: "r2" })],
      accounts: { aws: { accounts: [{ id: "1" }], regions: ["r"] }, gcp: { accounts: [{ id: "p" }], regions: [] } },
      concurrency: 2,
      nowMs: () => WINDOW.toMs,
    };
    const reader = makeUsage(
      { routerGatewayUrl: undefined },
      scope,
      [],
      [
        stores("aws", async ({ regionIds, services }) => {
          asked.push(
            regionIds,
            services.map(({ key }) => key),
          );
          return { stores: [{ ...one, writtenBytes: 0 }], gaps: [] };
        }),
        stores("gcp", async () => {
          throw new Error("half an answer");
        }),
      ],
    );
    const found = await reader.readStores(WINDOW);

    expect(asked).toEqual([["r", "r2"], ["aws/s"]]);
    expect(found.stores).toMatchObject([{ cloud: "aws", billedAs: "b", tiers: [{ id: "standard in r" }] }]);
    expect(found.gaps).toEqual([expect.stringContaining("gcp: read the use of stores: half an answer")]);
  });
});
