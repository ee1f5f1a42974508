import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { afterEach, describe, expect, it } from "vitest";
import { type FakeAws, FakeAwsError, startFakeAws } from "./fake-aws.ts";
import { retryPatiently } from "./retry-patiently.ts";

let fake: FakeAws | undefined;
afterEach(() => fake?.close());

/** Calls a server that fails so many times; how often it was asked, and what came of it. */
async function call(failCount: number, statusCode: number, code: string) {
  let left = failCount;
  const server = await startFakeAws(() => {
    left -= 1;
    if (left >= 0) throw new FakeAwsError(statusCode, code, "not now");
    return undefined;
  });
  fake = server;
  const client = retryPatiently(
    new EC2Client({
      region: "us-east-1",
      endpoint: server.url,
      credentials: { accessKeyId: "any", secretAccessKey: "any" },
      maxAttempts: 6,
      retryMode: "adaptive",
    }),
  );
  const failed = await client.send(new DescribeVpcsCommand({})).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { askedCount: server.asked.length, failed };
}

describe("clouds/aws/retry-patiently", () => {
  it("comes again as often as it may where it is throttled", async () => {
    expect(await call(3, 503, "RequestLimitExceeded")).toEqual({ askedCount: 4, failed: undefined });
  }, 60_000);

  it("believes a broken service after two retries, with the service's own words", async () => {
    const { askedCount, failed } = await call(9, 500, "InternalError");

    expect(askedCount).toBe(3);
    expect(failed).toMatchObject({ name: "InternalError", message: "not now" });
  });

  it("does not come again where it is denied", async () => {
    expect(await call(9, 403, "UnauthorizedOperation")).toMatchObject({ askedCount: 1 });
  });
});
