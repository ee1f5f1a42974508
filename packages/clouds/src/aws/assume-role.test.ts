import type { STSClient } from "@aws-sdk/client-sts";
import { describe, expect, it } from "vitest";
import { assumedRole } from "./assume-role.ts";

const HOUR_MS = 3_600_000;

/** STS whose answers are good for an hour and numbered. */
function hourlySts() {
  const sts = {
    nowMs: 0,
    inputs: [] as object[],
    isDown: false,
    send: async ({ input }: { readonly input: object }) => {
      sts.inputs.push(input);
      await Promise.resolve();
      if (sts.isDown) throw new Error("STS does not answer");
      return {
        Credentials: {
          AccessKeyId: `ASIA${sts.inputs.length}`,
          SecretAccessKey: "secret",
          SessionToken: "token",
          Expiration: new Date(sts.nowMs + HOUR_MS),
        },
      };
    },
  };
  return sts;
}
const role = { roleArn: "arn:aws:iam::444455556666:role/skylane-observer", externalId: "6f0c1c1f9b7e4d52" };
const credentialsOf = (sts: ReturnType<typeof hourlySts>) =>
  assumedRole(sts as unknown as Pick<STSClient, "send">, role, "skylane-discovery", { nowMs: () => sts.nowMs });

describe("clouds/aws/assume-role", () => {
  it("says the ExternalId and who it is", async () => {
    const sts = hourlySts();
    await credentialsOf(sts)();

    expect(sts.inputs).toEqual([
      { RoleArn: role.roleArn, RoleSessionName: "skylane-discovery", ExternalId: role.externalId },
    ]);
  });

  it("asks once for all who ask at once, and not again while the answer is good", async () => {
    const sts = hourlySts();
    const credentials = credentialsOf(sts);

    await Promise.all([credentials(), credentials(), credentials()]);
    sts.nowMs = HOUR_MS - 300_001;
    await credentials();

    expect(sts.inputs).toHaveLength(1);
  });

  it("asks anew five minutes before the end", async () => {
    const sts = hourlySts();
    const credentials = credentialsOf(sts);
    await credentials();
    sts.nowMs = HOUR_MS - 300_000;

    expect(await credentials()).toMatchObject({ accessKeyId: "ASIA2", expiration: new Date(sts.nowMs + HOUR_MS) });
  });

  it("lives on what it has while STS is away, until that ends, and is back with STS", async () => {
    const sts = hourlySts();
    const credentials = credentialsOf(sts);
    await credentials();
    sts.isDown = true;

    sts.nowMs = HOUR_MS - 1;
    expect(await credentials()).toMatchObject({ accessKeyId: "ASIA1" });
    sts.nowMs = HOUR_MS;
    await expect(credentials()).rejects.toThrow("STS does not answer");

    sts.isDown = false;
    expect(await credentials()).toMatchObject({ accessKeyId: "ASIA4" });
  });

  it("keeps no failure", async () => {
    const sts = hourlySts();
    const credentials = credentialsOf(sts);
    sts.isDown = true;
    await expect(credentials()).rejects.toThrow();
    sts.isDown = false;

    expect(await credentials()).toMatchObject({ accessKeyId: "ASIA2" });
  });
});
