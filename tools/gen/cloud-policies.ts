import { allClouds, type Cloud } from "@skylane/clouds";
import { parse } from "yaml";

/** The clouds whose policies are documents, as infra/ hands them over; the others' are statements for a person to paste. */
const DEPLOYED: ReadonlySet<string> = new Set(["aws", "azure", "gcp"]);

/** infra/cloud-policies.gen.json: the adapters' least-privilege policies, for infra/ knows core only. JSON is YAML too. */
export const cloudPolicies = (): string => {
  const policies = (allClouds as readonly Cloud[]).flatMap(
    ({ profile, readPolicy, steerPolicies = {}, provisionPolicies }) =>
      DEPLOYED.has(profile.id) && readPolicy !== undefined
        ? [
            [
              profile.id,
              {
                read: parse(readPolicy),
                steer: parsed(steerPolicies),
                ...(provisionPolicies && { provision: parsed(provisionPolicies) }),
              },
            ],
          ]
        : [],
  );
  return `${JSON.stringify(Object.fromEntries(policies), null, 2)}\n`;
};

const parsed = (policies: Readonly<Record<string, string>>): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(policies).map(([id, policy]) => [id, parse(policy)]));
