import { describe, expect, it } from "vitest";
import { AwsFailure, failureIn, retryReason } from "./failures.ts";

const ofNode = (code: string): Error => Object.assign(new Error("it broke"), { code });

describe("runtime/aws/failures", () => {
  it.each([
    [
      "a service that is asked too much",
      new AwsFailure("ProvisionedThroughputExceededException", "", 400),
      "throttled",
    ],
    ["a service that names it by the status alone", new AwsFailure("HTTP 429", "", 429), "throttled"],
    ["a server error", new AwsFailure("InternalServerError", "", 500), "passing"],
    ["a proxy in front of it", new AwsFailure("HTTP 503", "", 503), "passing"],
    ["what STS cannot ask of the issuer", new AwsFailure("IDPCommunicationError", "", 400), "passing"],
    ["a connection that was closed", ofNode("ECONNRESET"), "passing"],
    ["no answer in time", ofNode("ETIMEDOUT"), "passing"],
    ["a name that was not found", ofNode("ENOTFOUND"), "passing"],
    ["a permission that is missing", new AwsFailure("AccessDeniedException", "", 400), undefined],
    ["a condition that does not hold", new AwsFailure("ConditionalCheckFailedException", "", 400), undefined],
    ["what no server of AWS does", new AwsFailure("HTTP 501", "", 501), undefined],
    ["a certificate that is another's", ofNode("ERR_TLS_CERT_ALTNAME_INVALID"), undefined],
    ["a mistake of ours", new TypeError("x is undefined"), undefined],
    ["what is no error", "no", undefined],
  ])("knows whether another try may help: %s", (_, error, expected) => {
    expect(retryReason(error)).toBe(expected);
  });

  it("is named as AWS names it, without the namespace", () => {
    const body = JSON.stringify({
      __type: "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException",
      message: "no table",
    });

    expect(failureIn(400, body)).toMatchObject({
      name: "ResourceNotFoundException",
      message: "no table",
      statusCode: 400,
    });
  });

  it("says the beginning of what is no answer of AWS", () => {
    const { name, message } = failureIn(502, `<html>${"x".repeat(1_000)}`);

    expect([name, message.length]).toEqual(["HTTP 502", 300]);
  });
});
