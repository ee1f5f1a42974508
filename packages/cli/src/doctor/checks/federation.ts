import { type Check, ok, QUICK_MS } from "../check.ts";

/** Whom Entra wants such tokens to be for; Google is asked with another one, and made the same way. */
const AUDIENCE = "api://AzureADTokenExchange";

/** Whether AWS makes the tokens that Azure and Google Cloud take instead of a key. */
export const federation: Check = {
  id: "federation",
  timeLimitMs: QUICK_MS,
  async look({ config, aws }) {
    if (!config.clouds.azure && !config.clouds.gcp) return [ok("no cloud is configured that takes tokens of AWS")];
    await aws.tryFederation(AUDIENCE);
    return [ok("AWS makes tokens that name this role")];
  },
};
