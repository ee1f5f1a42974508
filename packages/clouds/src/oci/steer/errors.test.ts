import { describe, expect, it } from "vitest";
import { OciConfigError } from "../discover/oci-failure.ts";
import { fromOciError, isStale } from "./errors.ts";

const answered = (statusCode: number, serviceCode: string) =>
  Object.assign(new Error(`it is ${serviceCode}`), { statusCode, serviceCode });
const translated = (error: unknown) => fromOciError(error, "GetVirtualCircuit", "ocid1.virtualcircuit.oc1.iad.a");

describe("clouds/oci/errors", () => {
  it.each([
    [401, "NotAuthenticated", "DENIED"],
    [403, "NotAuthorized", "DENIED"],
    [404, "NotAuthorizedOrNotFound", "NOT_FOUND"],
    [408, "RequestTimeout", "UNAVAILABLE"],
    [409, "IncorrectState", "UNAVAILABLE"],
    [412, "NoEtagMatch", "CONFLICT"],
    [429, "TooManyRequests", "UNAVAILABLE"],
    [400, "InvalidParameter", "ANSWER"],
    [503, "ServiceUnavailable", "UNAVAILABLE"],
  ])("puts %i %s into our words", (status, code, name) => {
    const error = translated(answered(status, code));

    expect(error).toMatchObject({
      name: `ERR_CLOUD_${name}`,
      message: expect.stringContaining(`GetVirtualCircuit on ocid1.virtualcircuit.oc1.iad.a: ${code}: it is ${code}`),
      details: { cloud: "oci", ociCode: code, status },
    });
    expect(isStale(error)).toBe(status === 412);
  });

  it.each([
    ["a configuration that is not there", new OciConfigError("none"), "DENIED"],
    ["a connection that breaks", new TypeError("fetch failed"), "UNAVAILABLE"],
    ["an answer that does not come", new DOMException("late", "TimeoutError"), "UNAVAILABLE"],
    ["an answer that is no JSON", new SyntaxError("unexpected <"), "ANSWER"],
    ["something that is no error", "odd", "ANSWER"],
  ])("puts %s into our words", (_what, error, name) => {
    expect(translated(error).name).toBe(`ERR_CLOUD_${name}`);
    expect(isStale(error)).toBe(false);
  });

  it("names both reasons of a 404, for Oracle does not", () => {
    expect(translated(answered(404, "NotAuthorizedOrNotFound")).message).toMatch(/Check the OCID.*policy is granted/);
  });
});
