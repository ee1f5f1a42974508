import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allClouds, type Cloud } from "@skylane/clouds";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import functionPorts from "../../infra/function-ports.gen.json" with { type: "json" };

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
    "$id: can grant what discovery, every knob and every provisioner need",
    ({ accountTemplate, readPolicy = "", steerPolicies = {}, provisionPolicies = {} }) => {
      const template = readFileSync(join(root, accountTemplate), "utf8");

      for (const policy of [readPolicy, ...Object.values(steerPolicies), ...Object.values(provisionPolicies)]) {
        const allowed = allowedBy(policy);
        expect(allowed.length).toBeGreaterThan(0);
        for (const permission of allowed) expect(template).toContain(`"${permission}"`);
      }
    },
  );

  it("are documented with exactly the functions that have a port to look, to build or to steer with", () => {
    const page = readFileSync(join(root, "docs/operations/accounts.md"), "utf8").replaceAll("\n", " ");
    const functionsWith = (...ports: readonly string[]) =>
      Object.entries(functionPorts)
        .filter(([, own]) => own.some((port) => ports.includes(port)))
        .map(([name]) => name);
    const named = (sentence: RegExp) =>
      [...(sentence.exec(page)?.[1] ?? "").matchAll(/`([\w-]+)`/g)].map(([, one]) => one);

    expect(named(/Functions that look: ([^.]+)\./)).toEqual(functionsWith("surveyor"));
    expect(named(/Functions that build: ([^.]+)\./)).toEqual(functionsWith("provisioning"));
    expect(named(/Functions that steer or test: ([^.]+)\./)).toEqual(functionsWith("steering", "faultTests"));
  });

  it("trust as many roles as IAM's default quota holds", () => {
    const arns = ["us-east-1", "us-west-2"].flatMap((regionId) =>
      Object.entries(functionPorts)
        .filter(([, ports]) => ports.some((port) => ["steering", "faultTests"].includes(port)))
        .map(([name]) => `arn:aws:iam::111122223333:role/skylane-${name}-${regionId}`),
    );
    const { Resources } = JSON.parse(readFileSync(join(root, "infra/spoke/aws/template.json"), "utf8")) as {
      readonly Resources: { readonly Actuator: { readonly Properties: { readonly AssumeRolePolicyDocument: object } } };
    };
    const trust = JSON.stringify(Resources.Actuator.Properties.AssumeRolePolicyDocument)
      .replace('{"Ref":"HubActuatorRoleArns"}', JSON.stringify(arns))
      .replace('{"Ref":"ExternalId"}', '"6f0c1c1f9b7e4d520d2f6a1be8c34a77"');

    expect(trust).toContain("skylane-apply-change-us-west-2");
    expect(trust.length).toBeLessThan(2_048);
  });

  it("are there for the three clouds that Skylane is deployed over", () => {
    expect(withTemplate.map(({ id }) => id)).toEqual(["aws", "azure", "gcp"]);
  });
});
