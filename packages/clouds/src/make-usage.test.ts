import type { SeenService } from "@skylane/core";
import { describe, expect, it } from "vitest";
import type { ReadUsage, Usage } from "./_shared/usage/usage.ts";
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
});
