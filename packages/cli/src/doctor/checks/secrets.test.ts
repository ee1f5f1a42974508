import { describe, expect, it } from "vitest";
import { aConfig } from "../../../../../test/support/builders.ts";
import { judgeSecrets, secretsOf } from "./secrets.ts";

const config = aConfig((raw) => ({
  ...raw,
  alerts: { slack: { webhookSecret: "hook" }, pagerduty: { routingKeySecret: "routing" } },
}));

describe("cli/doctor/checks/secrets", () => {
  it("knows which secrets the configuration names", () => {
    expect(secretsOf(aConfig())).toEqual([]);
    expect(secretsOf(config)).toEqual(["hook", "routing"]);
  });

  it("says which is missing and how it is put there, without a value in a command line", () => {
    expect(judgeSecrets("/skylane/secrets", secretsOf(config), ["/skylane/secrets/hook"])).toMatchObject([
      {
        outcome: "failed",
        seen: "/skylane/secrets/routing is missing",
        todo: expect.stringMatching(/SecureString .*--value file:\/\//),
      },
    ]);
  });
});
