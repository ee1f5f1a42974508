import { afterEach, describe, expect, it, vi } from "vitest";

/** The program's own file: it knows `aws` as SST gives it, and nothing here has its types. */
const file = "../../infra/preflight.ts";
const { checkQuotas } = (await import(file)) as { checkQuotas: (regions: readonly object[]) => Promise<void> };

const regions = [
  { regionId: "us-east-1", provider: "home" },
  { regionId: "us-west-2", provider: "standby" },
];
/** An account that answers with this number for each quota, and keeps what it was asked. */
function anAccount(limitOf: (quotaCode: string, provider: string) => number): string[] {
  const asked: string[] = [];
  const getServiceQuota = async ({ quotaCode }: { quotaCode: string }, { provider }: { provider: string }) => {
    asked.push(`${provider} ${quotaCode}`);
    return { value: limitOf(quotaCode, provider) };
  };
  vi.stubGlobal("aws", { servicequotas: { getServiceQuota } });
  return asked;
}

afterEach(() => vi.unstubAllGlobals());

describe("infra/preflight", () => {
  it("lets a stage go on that fits, having asked each Region for its own and the home of IAM for the account's", async () => {
    const asked = anAccount(() => 1_000);

    await checkQuotas(regions);

    expect(asked.sort()).toEqual([
      "home L-244521F2",
      "home L-B99A9384",
      "home L-FE177D64",
      "standby L-244521F2",
      "standby L-B99A9384",
    ]);
  });

  it("stops before anything is made where a Region's Lambda is a new account's, and says which", async () => {
    anAccount((quotaCode, provider) => (quotaCode === "L-B99A9384" && provider === "standby" ? 10 : 1_000));

    await expect(checkQuotas(regions)).rejects.toMatchObject({
      code: "ERR_QUOTA_SMALL",
      message: expect.stringMatching(/nothing was created\.\nconcurrent executions of Lambda in us-west-2: 10, /),
    });
  });
});
