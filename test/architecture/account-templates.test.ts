import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allClouds, type Cloud } from "@skylane/clouds";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

const root = join(import.meta.dirname, "../..");
const withTemplate = (allClouds as readonly Cloud[]).flatMap(({ profile, accountTemplate, ...cloud }) =>
  accountTemplate === undefined ? [] : [{ id: profile.id, accountTemplate, ...cloud }],
);

/** Every permission a policy allows, in any of the clouds' forms. */
const allowedBy = (policy: string): readonly string[] => {
  const {
    Statement = [],
    Actions = [],
    includedPermissions = [],
  } = parse(policy) as {
    readonly Statement?: readonly { readonly Action: readonly string[] }[];
    readonly Actions?: readonly string[];
    readonly includedPermissions?: readonly string[];
  };
  return [...Statement.flatMap(({ Action }) => Action), ...Actions, ...includedPermissions];
};

describe("templates of accounts", () => {
  it.each(withTemplate)(
    "$id: can grant what discovery and every knob need",
    ({ accountTemplate, readPolicy = "", steerPolicies = {} }) => {
      const template = readFileSync(join(root, accountTemplate), "utf8");

      for (const policy of [readPolicy, ...Object.values(steerPolicies)]) {
        const allowed = allowedBy(policy);
        expect(allowed.length).toBeGreaterThan(0);
        for (const permission of allowed) expect(template).toContain(`"${permission}"`);
      }
    },
  );

  it("are there for the three clouds that Skylane is deployed over", () => {
    expect(withTemplate.map(({ id }) => id)).toEqual(["aws", "azure", "gcp"]);
  });
});
