import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import type { AssumableRole, BillPage, RawBillRow } from "@skylane/core";
import * as z from "zod";
import { assumedRole } from "./assume-role.ts";
import { awsEndpoint } from "./aws-endpoint.ts";
import { costExplorerColumns } from "./billing/cost-explorer-format.ts";
import { callJson, type HowToCall } from "./call-json.ts";

/** Cost Explorer of all Regions is asked in this one. */
const REGION = "us-east-1";
/** What each page of an answer costs. @see https://aws.amazon.com/aws-cost-management/aws-cost-explorer/pricing/ (read 2026-11) */
export const USD_PER_REQUEST = 0.01;
/** Of one month: $0.50. */
export const MAX_REQUESTS = 50;
/** Kinds of charges times accounts: what is more is asked for without accounts, so that each may have four pages. */
const MAX_CELLS = 12;
/** The role's session, which shows in the account's CloudTrail. */
const SESSION_NAME = "skylane-bills";

const Amount = z.strictObject({ Amount: z.string().max(80), Unit: z.string().max(40) });
const Answer = z.looseObject({
  NextPageToken: z.string().min(1).max(8_192).optional(),
  ResultsByTime: z
    .array(
      z.looseObject({
        TimePeriod: z.looseObject({ Start: z.string().max(40), End: z.string().max(40) }),
        Estimated: z.boolean().default(false),
        Groups: z
          .array(
            z.looseObject({
              Keys: z.tuple([z.string().max(1_024), z.string().max(1_024)]),
              Metrics: z.record(z.string(), Amount),
            }),
          )
          .max(100_000)
          .default([]),
      }),
    )
    .max(1_000),
});

/** Whose bill, and who asks. */
export interface CostExplorerAccess {
  readonly accountId: string;
  /** Role of that account; absent = the credentials at hand, which must be of it. */
  readonly role?: AssumableRole | undefined;
  readonly nowMs: () => number;
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** Whole days, UTC: `2026-11-01` to before `2026-12-01`. */
export interface CostPeriod {
  readonly billingMonth: string;
  readonly fromDay: string;
  readonly toDay: string;
}

/**
 * Charges of a month by day, service and usage type: first which kinds of charges and accounts there are, then each of them.
 * @throws what AWS or the connection answers with, an Error in words
 * @see https://docs.aws.amazon.com/aws-cost-management/latest/APIReference/API_GetCostAndUsage.html (read 2026-11)
 */
export async function* costsByDay(access: CostExplorerAccess, period: CostPeriod): AsyncGenerator<BillPage> {
  const how = await callerOf(access);
  const endpoint = awsEndpoint("ce", "COST_EXPLORER", REGION, access.environment ?? process.env);
  let requestCount = 0;
  const ask = async (input: object): Promise<z.infer<typeof Answer>> => {
    if (requestCount >= MAX_REQUESTS)
      throw new Error(
        `the month takes more than ${MAX_REQUESTS} requests, which cost $${(MAX_REQUESTS * USD_PER_REQUEST).toFixed(2)} with each look`,
      );
    requestCount += 1;
    const answer = Answer.safeParse(
      await callJson(how, {
        service: "ce",
        endpoint,
        target: "AWSInsightsIndexService.GetCostAndUsage",
        contentType: "application/x-amz-json-1.1",
        input: { TimePeriod: { Start: period.fromDay, End: period.toDay }, ...input },
      }),
    );
    if (answer.success) return answer.data;
    const { path = [], message } = answer.error.issues[0] ?? {};
    throw new Error(`its answer is not understood: ${path.join(".")}: ${message}`);
  };
  const pagesOf = async function* (input: object) {
    let token: string | undefined;
    do {
      const { ResultsByTime, NextPageToken } = await ask({
        ...input,
        ...(token !== undefined && { NextPageToken: token }),
      });
      yield ResultsByTime;
      token = NextPageToken;
    } while (token !== undefined);
  };

  const kinds: Cell[] = [];
  for await (const results of pagesOf({
    Granularity: "MONTHLY",
    Metrics: ["UnblendedCost"],
    GroupBy: [dimension("RECORD_TYPE"), dimension("LINKED_ACCOUNT")],
  }))
    kinds.push(
      ...results.flatMap(({ Groups }) => Groups.map(({ Keys: [recordType, account] }) => ({ recordType, account }))),
    );
  let rowNumber = 0;
  let countedRequests = 0;
  for (const cell of cellsOf(kinds))
    for await (const results of pagesOf({
      Granularity: "DAILY",
      Metrics: ["UnblendedCost", "AmortizedCost", "UsageQuantity"],
      GroupBy: [dimension("SERVICE"), dimension("USAGE_TYPE")],
      Filter: filterOf(cell),
    })) {
      const rows = results.flatMap(({ TimePeriod, Estimated, Groups }) =>
        Groups.map(({ Keys: [service, usageType], Metrics }): RawBillRow => {
          const { UnblendedCost, AmortizedCost, UsageQuantity } = Metrics;
          const said: Readonly<Record<(typeof costExplorerColumns)[number], string>> = {
            billing_month: `${period.billingMonth}-01`,
            payer_account: access.accountId,
            linked_account: cell.account ?? "",
            record_type: cell.recordType,
            start: TimePeriod.Start,
            end: TimePeriod.End,
            estimated: String(Estimated),
            service,
            usage_type: usageType,
            unblended_cost: UnblendedCost?.Amount ?? "",
            amortized_cost: AmortizedCost?.Amount ?? "",
            currency: UnblendedCost?.Unit ?? "",
            usage_quantity: UsageQuantity?.Amount ?? "",
            usage_unit: UsageQuantity?.Unit ?? "",
          };
          rowNumber += 1;
          return { rowNumber, fields: costExplorerColumns.map((column) => said[column]) };
        }),
      );
      yield { header: costExplorerColumns, rows, readUsd: (requestCount - countedRequests) * USD_PER_REQUEST };
      countedRequests = requestCount;
    }
  if (countedRequests < requestCount)
    yield { header: costExplorerColumns, rows: [], readUsd: (requestCount - countedRequests) * USD_PER_REQUEST };
}

interface Cell {
  readonly recordType: string;
  readonly account?: string;
}

/** What is asked for one after the other; without accounts where that would be too many questions. */
function cellsOf(kinds: readonly Cell[]): readonly Cell[] {
  if (kinds.length <= MAX_CELLS) return kinds;
  return [...new Set(kinds.map(({ recordType }) => recordType))].map((recordType) => ({ recordType }));
}

const dimension = (Key: string) => ({ Type: "DIMENSION", Key });
function filterOf({ recordType, account }: Cell) {
  const is = (Key: string, value: string) => ({ Dimensions: { Key, Values: [value] } });
  const ofType = is("RECORD_TYPE", recordType);
  return account === undefined ? ofType : { And: [ofType, is("LINKED_ACCOUNT", account)] };
}

/** Credentials of that account: bills of another would go by its name. */
async function callerOf({ accountId, role, nowMs }: CostExplorerAccess): Promise<HowToCall> {
  const sts = new STSClient({ region: REGION, maxAttempts: 5 });
  if (role) return { ...sts.config, credentials: assumedRole(sts, role, SESSION_NAME, { nowMs }) };
  const { Account } = await sts.send(new GetCallerIdentityCommand({}));
  if (Account === accountId) return sts.config;
  throw new Error(
    `these credentials are of account ${Account ?? "unknown"}, and clouds.aws names no role of ${accountId}`,
  );
}
