import { describe, expect, it } from "vitest";
import { judgeBills } from "./bills.ts";

const DAY_MS = 86_400_000;
const NOW_MS = Date.UTC(2026, 10, 22);
const sources = [
  { id: "aws", format: "focus", at: "s3://bills/aws" },
  { id: "aws-2", format: "focus", at: "s3://bills/aws-2" },
] as const;
const judge = (...reports: readonly (readonly [source: string, ageDays: number])[]) =>
  judgeBills(
    [...sources],
    reports.map(([source, ageDays]) => ({
      deliveryId: `${source}/2026-11/1`,
      writtenAtMs: NOW_MS - ageDays * DAY_MS,
      atMs: NOW_MS,
    })),
    NOW_MS,
    "skylane-take-bills",
  ).map(({ outcome, seen }) => `${outcome}: ${seen}`);

describe("cli/doctor/checks/bills", () => {
  it("says nothing of sources whose bills come", () => {
    expect(judge(["aws", 1], ["aws", 40], ["aws-2", 2])).toEqual([]);
  });

  it("tells a source of which nothing was taken, whatever another of a like name has", () => {
    expect(judge(["aws-2", 1])).toEqual([
      "warning: no bill of aws (s3://bills/aws) was taken in this month or the last",
    ]);
  });

  it("tells a source whose bills have stopped", () => {
    expect(judge(["aws", 5], ["aws-2", 1])).toEqual([
      expect.stringMatching(/^warning: the newest bill of aws \(s3:\/\/bills\/aws\) was written 5 ?d.* ago$/),
    ]);
  });
});
