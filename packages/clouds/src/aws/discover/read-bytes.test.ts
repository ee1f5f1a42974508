import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { afterEach, describe, expect, it } from "vitest";
import { startScan } from "../../_shared/scan.ts";
import { askIn } from "./ask-aws.ts";
import { explainAws } from "./explain-aws.ts";
import { type FakeAws, startFakeAws } from "./fake-aws.ts";
import { readBytes } from "./read-bytes.ts";
import { withoutKeys } from "./without-secrets.ts";

interface Query {
  readonly Id: string;
  readonly MetricStat: { readonly Metric: { readonly MetricName: string; readonly Dimensions: { Value: string }[] } };
}
interface Question {
  readonly StartTime: number;
  readonly EndTime: number;
  readonly NextToken?: string;
  readonly MetricDataQueries: Query[];
}

let fake: FakeAws | undefined;
afterEach(() => fake?.close());

/** Bytes as CloudWatch answers the questions; VPNs `vpn-0` to `vpn-(count - 1)`. */
async function read(count: number, answer: (question: Question) => object) {
  const questions: Question[] = [];
  fake = await startFakeAws((_, text) => {
    const question = JSON.parse(text) as Question;
    questions.push(question);
    return answer(question);
  });
  const client = new CloudWatchClient({
    region: "us-east-1",
    endpoint: fake.url,
    credentials: { accessKeyId: "any", secretAccessKey: "any" },
  });
  const vpns = Array.from({ length: count }, (_, i) => withoutKeys({ VpnConnectionId: `vpn-${i}` }));
  const parts = {
    vpns,
    attachments: [],
    ports: [{ connectionId: "dxcon-1" }],
    virtualInterfaces: [],
  };
  const scan = startScan("aws", { concurrency: 4 }, explainAws);
  const bytes = await readBytes(
    client,
    parts,
    1_795_000_000_000,
    askIn({ accountId: "1", regionId: "us-east-1" }, scan, undefined),
  );
  return { bytes, questions, gaps: scan.gaps };
}
const valuesFor = ({ StartTime, NextToken, MetricDataQueries }: Question, values: (query: Query) => number[]) => ({
  MetricDataResults: MetricDataQueries.map((query) => ({
    Id: query.Id,
    Values: values(query),
    Timestamps: values(query).map((_, i) => StartTime + 86_400 * (i + (NextToken === undefined ? 0 : 10))),
  })),
});

describe("clouds/aws/read-bytes", () => {
  it("sums thirty days of both directions, and bits a second of Direct Connect to bytes", async () => {
    const { bytes, questions } = await read(1, (question) =>
      valuesFor(question, ({ MetricStat }) => (MetricStat.Metric.MetricName.startsWith("Tunnel") ? [1, 2] : [8])),
    );

    expect(bytes).toEqual(
      new Map([
        ["vpn-0", 6],
        ["dxcon-1", 2 * 86_400],
      ]),
    );
    const [question] = questions;
    expect((question?.EndTime ?? 0) - (question?.StartTime ?? 0)).toBe(30 * 86_400);
  });

  it("knows nothing of what has points in one direction only, which is not zero", async () => {
    const { bytes } = await read(1, (question) =>
      valuesFor(question, ({ MetricStat }) => (MetricStat.Metric.MetricName.endsWith("In") ? [0] : [])),
    );

    expect(bytes).toEqual(new Map());
  });

  it("adds up what comes on several pages, and asks for no more than 500 metrics at once", async () => {
    const { bytes, questions } = await read(300, (question) => ({
      ...valuesFor(question, () => [1]),
      ...(question.NextToken === undefined && { NextToken: "more" }),
    }));

    expect(questions.map(({ MetricDataQueries }) => MetricDataQueries.length).sort()).toEqual([102, 102, 500, 500]);
    expect(bytes.get("vpn-299")).toBe(4);
  });
});
