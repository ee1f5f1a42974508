import { afterEach, describe, expect, it, vi } from "vitest";
import { costsByDay, MAX_REQUESTS } from "./cost-explorer.ts";
import { type FakeAws, FakeAwsError, startFakeAws } from "./discover/fake-aws.ts";

const PAYER = "111122223333";
const MONTH = { billingMonth: "2026-11", fromDay: "2026-11-01", toDay: "2026-11-03" };
const amount = (Amount: string, Unit = "USD") => ({ Amount, Unit });

interface Question {
  readonly TimePeriod: { readonly Start: string; readonly End: string };
  readonly Granularity: "MONTHLY" | "DAILY";
  readonly GroupBy: readonly { readonly Key: string }[];
  readonly Filter?: unknown;
  readonly NextPageToken?: string;
}

let fake: FakeAws | undefined;
afterEach(async () => {
  vi.unstubAllEnvs();
  await fake?.close();
});

const identity = (account: string): string =>
  `<GetCallerIdentityResponse><GetCallerIdentityResult><Account>${account}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;

/** Rows and what they cost, and the questions they were asked by. */
async function ask(answer: (question: Question) => object, account = PAYER) {
  const questions: Question[] = [];
  fake = await startFakeAws((operation, text) => {
    if (operation.startsWith("sts:")) return identity(account);
    const question = JSON.parse(text) as Question;
    questions.push(question);
    return answer(question);
  });
  vi.stubEnv("AWS_ENDPOINT_URL", fake.url);
  vi.stubEnv("AWS_ACCESS_KEY_ID", "any");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "any");
  const pages = await Array.fromAsync(costsByDay({ accountId: PAYER, nowMs: () => 0 }, MONTH));
  return {
    questions,
    rows: pages.flatMap(({ header, rows }) =>
      rows.map(({ fields }) => Object.fromEntries(header.map((name, i) => [name, fields[i]]))),
    ),
    readUsd: pages.reduce((sum, { readUsd = 0 }) => sum + readUsd, 0),
  };
}
/** Kinds of charges that there are, in pairs of type and account. */
const overview = (kinds: readonly (readonly [type: string, account: string])[]) => ({
  ResultsByTime: [
    {
      TimePeriod: { Start: "2026-11-01", End: "2026-11-03" },
      Estimated: true,
      Groups: kinds.map((Keys) => ({ Keys, Metrics: { UnblendedCost: amount("1") } })),
    },
  ],
});
const day = (Keys: readonly [string, string], Estimated: boolean, more: object = {}) => ({
  ResultsByTime: [
    {
      TimePeriod: { Start: "2026-11-02", End: "2026-11-03" },
      Estimated,
      Groups: [
        {
          Keys,
          Metrics: { UnblendedCost: amount("1.5"), AmortizedCost: amount("1.25"), UsageQuantity: amount("3", "Hrs") },
        },
      ],
    },
  ],
  ...more,
});

describe("clouds/aws/cost-explorer", () => {
  it("asks which kinds of charges there are, and each of them by day, page by page", async () => {
    const { questions, rows, readUsd } = await ask((question) => {
      if (question.Granularity === "MONTHLY")
        return overview([
          ["Usage", "111122223333"],
          ["Tax", "444455556666"],
        ]);
      if (JSON.stringify(question.Filter).includes("Tax")) return day(["Tax", "NoUsageType"], false);
      return question.NextPageToken === undefined
        ? day(["AWS Direct Connect", "USE1-EqDC2-DataXfer-Out:dc.3"], true, { NextPageToken: "next" })
        : day(["Amazon Virtual Private Cloud", "VPN-Usage-Hours:ipsec.1"], true);
    });

    expect(questions.map(({ Granularity, NextPageToken }) => [Granularity, NextPageToken])).toEqual([
      ["MONTHLY", undefined],
      ["DAILY", undefined],
      ["DAILY", "next"],
      ["DAILY", undefined],
    ]);
    expect(questions[1]).toMatchObject({
      TimePeriod: { Start: "2026-11-01", End: "2026-11-03" },
      GroupBy: [{ Key: "SERVICE" }, { Key: "USAGE_TYPE" }],
      Filter: {
        And: [
          { Dimensions: { Key: "RECORD_TYPE", Values: ["Usage"] } },
          { Dimensions: { Key: "LINKED_ACCOUNT", Values: ["111122223333"] } },
        ],
      },
    });
    expect(rows).toMatchObject([
      { record_type: "Usage", linked_account: "111122223333", estimated: "true", unblended_cost: "1.5" },
      { usage_type: "VPN-Usage-Hours:ipsec.1", usage_quantity: "3", usage_unit: "Hrs" },
      { record_type: "Tax", linked_account: "444455556666", estimated: "false", payer_account: PAYER },
    ]);
    expect(readUsd).toBeCloseTo(0.04, 10);
  });

  it("leaves accounts out where asking for each would be too much", async () => {
    const many = Array.from({ length: 40 }, (_, i) => ["Usage", String(100_000_000_000 + i)] as const);
    const { questions, rows } = await ask(({ Granularity }) =>
      Granularity === "MONTHLY" ? overview(many) : day(["AWS Direct Connect", "DataXfer-Out:dc.3"], true),
    );

    expect(questions).toHaveLength(2);
    expect(questions[1]?.Filter).toEqual({ Dimensions: { Key: "RECORD_TYPE", Values: ["Usage"] } });
    expect(rows).toMatchObject([{ linked_account: "" }]);
  });

  it("asks no more than it may, whatever the server says", async () => {
    let asked = 0;
    const endless = ask(() => {
      asked += 1;
      return { ResultsByTime: [], NextPageToken: "again" };
    });

    await expect(endless).rejects.toThrow(/more than 50 requests, which cost \$0\.50/);
    expect(asked).toBe(MAX_REQUESTS);
  });

  it("asks for nothing where the credentials are of another account", async () => {
    const other = ask(() => ({ ResultsByTime: [] }), "999988887777");

    await expect(other).rejects.toThrow(/of account 999988887777, and clouds\.aws names no role of 111122223333/);
    expect(fake?.asked.filter((operation) => !operation.startsWith("sts:"))).toEqual([]);
  });

  it.each([
    ["a list", () => []],
    [
      "numbers for amounts",
      () => ({
        ResultsByTime: [
          { TimePeriod: { Start: "a", End: "b" }, Groups: [{ Keys: ["a", "b"], Metrics: { U: { Amount: 1 } } }] },
        ],
      }),
    ],
    [
      "one key of two",
      () => ({ ResultsByTime: [{ TimePeriod: { Start: "a", End: "b" }, Groups: [{ Keys: ["a"], Metrics: {} }] }] }),
    ],
  ])("says that %s is not understood", async (_, answer) => {
    await expect(ask(answer)).rejects.toThrow(/not understood/);
  });

  it("says in AWS's words why it was refused", async () => {
    const refused = ask(() => {
      throw new FakeAwsError(400, "AccessDeniedException", "not authorized to perform: ce:GetCostAndUsage");
    });

    await expect(refused).rejects.toMatchObject({ name: "AccessDeniedException" });
  });
});
