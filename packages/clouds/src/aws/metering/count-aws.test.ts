import type { LinkSighting } from "@skylane/core";
import { afterEach, describe, expect, it, vi } from "vitest";
import { aSighting } from "../../../../../test/support/sightings.ts";
import { type FakeAws, FakeAwsError } from "../discover/fake-aws.ts";
import { countAws } from "./count-aws.ts";
import { startFakeCloudWatch } from "./fake-cloud-watch.ts";

const ACCOUNT = "123456789012";
const FROM = Date.UTC(2026, 10, 20, 8);
const TO = FROM + 900_000;
const link = (nativeId: string, more: Partial<LinkSighting> = {}): LinkSighting =>
  aSighting({
    key: `aws/${nativeId}`,
    at: "aws/tgw-1",
    nativeId,
    accountId: ACCOUNT,
    regionId: "us-east-1",
    kind: "vpn",
    ...more,
  });
const vpn = link("vpn-1");
const dx = link("dxvif-1", { kind: "direct-connect", aliases: ["dxvif-1", "dxcon-1"] });

interface Question {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly MetricDataQueries: readonly {
    readonly Id: string;
    readonly MetricStat: {
      readonly Stat: string;
      readonly Period: number;
      readonly Metric: { readonly MetricName: string };
    };
  }[];
}

let fake: FakeAws | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake?.close();
});

async function count(links: readonly LinkSighting[], answer: (question: Question) => object) {
  const { questions, ...started } = await startFakeCloudWatch(answer);
  fake = started.fake;
  const { spans, gaps } = await countAws()({
    ends: links.map((one) => ({ link: one, direction: "out" })),
    fromMs: FROM,
    toMs: TO,
    accounts: [],
    concurrency: 2,
    nowMs: () => TO,
  });
  return {
    rows: spans.map(({ end, startMs, endMs, bytes }) => [
      end.link.nativeId,
      (startMs - FROM) / 60_000,
      endMs - startMs,
      bytes,
    ]),
    gaps,
    questions,
  };
}

describe("clouds/aws/metering", () => {
  it("takes sums as they are and averages of bits a second over their time, and nothing where there is no point", async () => {
    const { rows, gaps, questions } = await count([vpn, dx], ({ MetricDataQueries }) => ({
      MetricDataResults: MetricDataQueries.map(({ Id, MetricStat }) =>
        MetricStat.Stat === "Sum"
          ? { Id, Timestamps: [FROM / 1_000 + 600, FROM / 1_000], Values: [0, 70] }
          : { Id, Timestamps: [FROM / 1_000], Values: [8_000_000] },
      ),
    }));

    expect(gaps).toEqual([]);
    expect(rows).toEqual([
      ["vpn-1", 10, 300_000, 0],
      ["vpn-1", 0, 300_000, 70],
      ["dxvif-1", 0, 300_000, 300_000_000],
    ]);
    expect(questions).toHaveLength(1);
    expect(questions[0]).toMatchObject({ StartTime: FROM / 1_000, EndTime: TO / 1_000 });
    expect(questions[0]?.MetricDataQueries.map(({ MetricStat }) => MetricStat.Period)).toEqual([300, 300]);
  });

  it("asks each Region for its own links, and one that refuses leaves the other as it is", async () => {
    const far = link("vpn-2", { regionId: "eu-west-1" });
    const { rows, gaps } = await count([vpn, far], ({ MetricDataQueries: [query] }) => {
      const { Dimensions = [] } = (query?.MetricStat.Metric ?? {}) as { Dimensions?: { Value: string }[] };
      if (Dimensions[0]?.Value === "vpn-2") throw new FakeAwsError(403, "AccessDenied", "not allowed");
      return { MetricDataResults: [{ Id: "m0", Timestamps: [FROM / 1_000], Values: [5] }] };
    });

    expect(rows).toEqual([["vpn-1", 0, 300_000, 5]]);
    expect(gaps).toMatchObject([
      {
        regionId: "eu-west-1",
        operation: "cloudwatch:GetMetricData",
        reason: "denied",
        todo: expect.stringContaining("allow cloudwatch:GetMetricData in eu-west-1"),
      },
    ]);
  });

  it("says of an account that cannot be entered what to do, and counts the others", async () => {
    const { rows, gaps } = await count([vpn, link("vpn-9", { accountId: "999999999999" })], () => ({
      MetricDataResults: [{ Id: "m0", Timestamps: [FROM / 1_000], Values: [5] }],
    }));

    expect(rows).toEqual([["vpn-1", 0, 300_000, 5]]);
    expect(gaps).toMatchObject([
      { accountId: "999999999999", reason: "credentials", todo: expect.stringContaining("clouds.aws.accounts") },
    ]);
  });
});
