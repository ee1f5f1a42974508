import { describe, expect, it } from "vitest";
import { judgeDeadLetters } from "./dead-letters.ts";

const QUEUE = "arn:aws:sqs:us-east-1:111122223333:skylane-rules-dlq";
const rule = (deadLetterArn: string | undefined) => ({
  name: "store-plan",
  targets: [{ arn: "arn:f", maxEventAgeSeconds: 60, deadLetterArn }],
});

describe("cli/doctor/checks/dead-letters", () => {
  it("has nothing against empty queues, and fails for what waits in one", () => {
    expect(judgeDeadLetters([rule(QUEUE)], new Map([[QUEUE, 0]]))).toEqual([]);
    expect(judgeDeadLetters([rule(QUEUE)], new Map([[QUEUE, 3]]))).toMatchObject([
      {
        outcome: "failed",
        seen: expect.stringContaining("3 events could not be delivered and wait in skylane-rules-dlq"),
      },
    ]);
  });

  it("warns where there is no queue to look into", () => {
    expect(judgeDeadLetters([rule(QUEUE), rule(undefined)], new Map([[QUEUE, 0]]))).toMatchObject([
      { outcome: "warning", seen: expect.stringContaining("1 of 2 rules") },
    ]);
  });
});
