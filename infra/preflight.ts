import { coreError } from "@skylane/core";
import type { RegionContext } from "./context.ts";
import { type QuotaNeed, quotaNeeds, tooSmall } from "./quotas.ts";

/** Asks AWS for the quotas of both Regions. @throws ERR_QUOTA_SMALL before anything is made, saying what to ask AWS for */
export async function checkQuotas(regions: readonly RegionContext[]): Promise<void> {
  const complaints = await Promise.all(
    regions.map(async ({ regionId, provider }) => {
      const needs = quotaNeeds().filter(({ onlyIn = regionId }) => onlyIn === regionId);
      return tooSmall(regionId, await Promise.all(needs.map((need) => limitOf(need, provider))));
    }),
  );
  const all = complaints.flat();
  if (all.length > 0)
    throw coreError(
      "ERR_QUOTA_SMALL",
      `the account is too small for this stage; nothing was created.\n${all.join("\n")}`,
    );
}

async function limitOf(need: QuotaNeed, provider: aws.Provider) {
  const { serviceCode, quotaCode } = need;
  const { value } = await aws.servicequotas.getServiceQuota({ serviceCode, quotaCode }, { provider });
  return { need, limitCount: value };
}
