import { Command } from "commander";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addPermissions } from "./permissions.ts";

const written = { out: "", err: "" };
beforeEach(() => {
  Object.assign(written, { out: "", err: "" });
  vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.out += String(text);
    return true;
  });
  vi.spyOn(process.stderr, "write").mockImplementation((text) => {
    written.err += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

const run = async (...options: string[]) => {
  const program = new Command();
  addPermissions(program);
  await program.parseAsync(["permissions", ...options], { from: "user" });
};

describe("cli/permissions", () => {
  it("prints what can be pasted, and beside it which template makes the roles", async () => {
    await run("--cloud", "aws");

    expect(JSON.parse(written.out)).toMatchObject({ Version: "2012-10-17" });
    expect(written.err).toContain("infra/spoke/aws/template.json");
    expect(written.err).toContain("docs/operations/accounts.md");
  });

  it("prints what may build one thing that connections are made of, and nothing else", async () => {
    await run("--cloud", "aws", "--build", "aws.customer-gateway", "--json");

    const { resource, policy } = JSON.parse(written.out) as { resource: string; policy: string };
    expect(resource).toBe("aws.customer-gateway");
    expect(policy).toContain("ec2:CreateCustomerGateway");
    expect(policy).not.toContain("ec2:CreateVpnConnection");
  });

  it("refuses what it does not build, and two policies at once", async () => {
    await expect(run("--cloud", "aws", "--build", "aws.castle")).rejects.toThrow("aws.castle");
    await expect(run("--cloud", "aws", "--for", "aws.vpc-route", "--build", "aws.vpc-route")).rejects.toThrow(
      "--for and --build",
    );
    expect(written.out).toBe("");
  });

  it("says the template in JSON too, where the cloud has one", async () => {
    await run("--cloud", "azure", "--for", "azure.user-route", "--json");
    expect(JSON.parse(written.out)).toMatchObject({
      actuator: "azure.user-route",
      accountTemplate: "infra/spoke/azure/account.json",
    });
    expect(written.err).toBe("");

    written.out = "";
    await run("--cloud", "oci", "--json");
    expect(JSON.parse(written.out)).not.toHaveProperty("accountTemplate");
  });
});
