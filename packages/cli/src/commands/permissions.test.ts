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
