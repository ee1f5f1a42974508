import type { SeenService } from "@skylane/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type FakeAws, FakeAwsError } from "../discover/fake-aws.ts";
import { startFakeCloudWatch } from "../metering/fake-cloud-watch.ts";
import { readAwsUsage } from "./read-aws-usage.ts";

const FROM = Date.UTC(2026, 10, 2);
const DAYS_MS = 14 * 86_400_000;
const machine = (nativeId: string, more: Partial<SeenService> = {}): SeenService => ({
  key: `aws/${nativeId}`,
  kind: "ec2-instance",
  cloud: "aws",
  accountId: "123456789012",
  regionId: "us-east-1",
  nativeId,
  name: nativeId,
  tags: {},
  subnetIds: [],
  addresses: [],
  isPublic: false,
  guards: [],
  ...more,
});

interface Question {
  readonly MetricDataQueries: readonly {
    readonly Id: string;
    readonly MetricStat: {
      readonly Stat: string;
      readonly Period: number;
      readonly Metric: { readonly Namespace: string; readonly Dimensions: readonly { readonly Value: string }[] };
    };
  }[];
}

let fake: FakeAws | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake?.close();
});

async function read(machines: readonly SeenService[], answer: (question: Question) => object) {
  const { questions, ...started } = await startFakeCloudWatch(answer);
  fake = started.fake;
  const { measured, gaps } = await readAwsUsage()({
    machines,
    fromMs: FROM,
    toMs: FROM + DAYS_MS,
    accounts: [],
    concurrency: 2,
    nowMs: () => FROM + DAYS_MS,
  });
  return { measured, gaps, questions };
}
/** The first hour, whole. */
const percents = (value: number) => ({
  Timestamps: Array.from({ length: 12 }, (_, i) => FROM / 1_000 + i * 300),
  Values: Array.from({ length: 12 }, () => value),
});

describe("clouds/aws/usage", () => {
  it("takes percents of processors and memory as parts of a whole, each of its own machine", async () => {
    const { measured, gaps, questions } = await read([machine("i-1"), machine("i-2")], ({ MetricDataQueries }) => ({
      MetricDataResults: MetricDataQueries.map(({ Id, MetricStat: { Metric } }) => {
        const isFirst = Metric.Dimensions[0]?.Value === "i-1";
        if (Metric.Namespace === "CWAgent")
          return isFirst ? { Id, ...percents(40) } : { Id, Timestamps: [], Values: [] };
        return { Id, ...percents(isFirst ? 12.5 : 80) };
      }),
    }));

    expect(gaps).toEqual([]);
    expect(
      measured.map(({ machine: { nativeId }, cpuRatio, memoryRatio }) => [
        nativeId,
        cpuRatio[0],
        cpuRatio[1],
        memoryRatio?.[0],
      ]),
    ).toEqual([
      ["i-1", 0.125, undefined, 0.4],
      ["i-2", 0.8, undefined, undefined],
    ]);
    const [{ MetricStat } = { MetricStat: undefined }] = questions[0]?.MetricDataQueries ?? [];
    expect(MetricStat).toMatchObject({ Stat: "Average", Period: 300 });
  });

  it("asks for as many metrics at once as their points may be, each machine once", async () => {
    const machines = Array.from({ length: 30 }, (_, i) => machine(`i-${i}`));
    const { questions } = await read(machines, () => ({ MetricDataResults: [] }));

    // metrics of 4,032 points, 100,800 points a call
    expect(questions.map(({ MetricDataQueries }) => MetricDataQueries.length).toSorted()).toEqual([12, 24, 24]);
  });

  it("says where it may not ask, and of an account that cannot be entered what to do, and reads the others", async () => {
    const machines = [machine("i-1"), machine("i-2", { regionId: "eu-west-1" }), machine("i-3", { accountId: "9" })];
    const { measured, gaps } = await read(machines, ({ MetricDataQueries: [query] }) => {
      if (query?.MetricStat.Metric.Dimensions[0]?.Value === "i-2") throw new FakeAwsError(403, "AccessDenied", "no");
      return { MetricDataResults: [{ Id: "m0", ...percents(10) }] };
    });

    expect(
      measured.filter(({ cpuRatio }) => cpuRatio[0] !== undefined).map(({ machine: { nativeId } }) => nativeId),
    ).toEqual(["i-1"]);
    expect(gaps).toMatchObject([
      { accountId: "9", reason: "credentials" },
      { regionId: "eu-west-1", reason: "denied", operation: "cloudwatch:GetMetricData" },
    ]);
  });
});
