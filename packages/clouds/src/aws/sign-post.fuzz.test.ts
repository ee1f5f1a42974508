import { createHash, createHmac } from "node:crypto";
import { SignatureV4 } from "@smithy/signature-v4";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Post, type SigningScope, signPost } from "./sign-post.ts";

/** Node's SHA-256 as the SDK's signer takes it. */
class Sha256 {
  readonly #hash;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", secret as Uint8Array);
  }
  update(data: Uint8Array): void {
    this.#hash.update(data);
  }
  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }
  reset(): void {
    throw new Error("the signer hashes a thing once");
  }
}

/** As the SDK signs it. */
async function bySdk({ url, headers, body }: Post, { keys, regionId, service, atMs }: SigningScope) {
  const credentials = { ...keys, sessionToken: keys.sessionToken ?? "" };
  const signer = new SignatureV4({ service, region: regionId, credentials, sha256: Sha256, applyChecksum: false });
  const signed = await signer.sign(
    {
      protocol: url.protocol,
      hostname: url.hostname,
      method: "POST",
      path: url.pathname,
      query: {},
      headers: { ...headers, host: url.host },
      body,
    },
    { signingDate: new Date(atMs) },
  );
  return signed.headers;
}

const word = fc.stringMatching(/^[\w+/=-]{1,40}$/);
const post = fc.record({
  url: fc
    .tuple(fc.constantFrom("https://events.eu-west-1.amazonaws.com", "http://127.0.0.1:4566"), fc.webPath())
    .map(([origin, path]) => new URL(`${origin}${path}`)),
  headers: fc.record({
    "content-type": fc.constantFrom("application/x-amz-json-1.0", "application/x-amz-json-1.1"),
    "x-amz-target": fc.stringMatching(/^[A-Za-z_0-9]{1,20}\.[A-Za-z ]{1,20}$/),
  }),
  body: fc.string({ unit: "grapheme" }),
});
const scope = fc.record({
  keys: fc.record({ accessKeyId: word, secretAccessKey: word, sessionToken: fc.option(word, { nil: undefined }) }),
  regionId: fc.constantFrom("us-east-1", "eu-west-1", "ap-southeast-2"),
  service: fc.constantFrom("events", "dynamodb"),
  atMs: fc.integer({ min: 0, max: Date.parse("2100-01-01") }),
});

describe("clouds/aws/sign-post", () => {
  it("signs any POST as the SDK's own signer does", async () => {
    await fc.assert(
      fc.asyncProperty(post, scope, async (one, by) => {
        expect(signPost(one, by)).toEqual(await bySdk(one, by));
      }),
    );
  });

  it("signs for one moment, body, Region and service: another of any is another signature", () => {
    const one = { url: new URL("https://events.us-east-1.amazonaws.com"), headers: {}, body: "{}" };
    const by = { keys: { accessKeyId: "A", secretAccessKey: "S" }, regionId: "us-east-1", service: "events", atMs: 0 };
    const signatures = [
      signPost(one, by),
      signPost({ ...one, body: "{ }" }, by),
      signPost(one, { ...by, atMs: 1_000 }),
      signPost(one, { ...by, regionId: "us-west-2" }),
      signPost(one, { ...by, service: "sts" }),
    ].map(({ authorization = "" }) => authorization.slice(-64));

    expect(new Set(signatures).size).toBe(signatures.length);
  });
});
