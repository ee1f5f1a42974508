import { describe, expect, it } from "vitest";
import { rawConfig } from "../../../../test/support/builders.ts";
import { parseConfig } from "./parse-config.ts";

const exception = {
  rule: "gdpr.residency",
  scope: { source: "aws/orders", destination: "*" },
  owner: "ops@globalcart.example",
  approver: "lead@globalcart.example",
  reason: "standard contractual clauses signed",
  expiresOn: "2027-03-31",
};
const people = [
  { id: "ops@globalcart.example", role: "operator" },
  { id: "lead@globalcart.example", role: "approver" },
];
const parse = (intents: object) => parseConfig({ ...rawConfig(), people, intents }, "skylane.yaml").intents;

describe("core/config/intents", () => {
  it("makes nothing without a person by default, and allows nothing in the clear over the internet", () => {
    const { tiers, isPlainInternetAllowed, approvalExpiresMs } = parse({});

    expect(tiers.auto).toEqual({ maxMonthlyUsd: 0, maxResourceCount: 0, maxNewReachCount: 0 });
    expect(isPlainInternetAllowed).toBe(false);
    expect(approvalExpiresMs).toBe(86_400_000);
  });

  it("takes an exception that two people answer for", () => {
    expect(parse({ exceptions: [exception] }).exceptions).toHaveLength(1);
  });

  it.each([
    ["one person for both", { ...exception, approver: exception.owner }, /an exception takes two people/],
    ["an approver nobody knows", { ...exception, approver: "eve@elsewhere.example" }, /is not among the people/],
    ["an owner nobody knows", { ...exception, owner: "eve@elsewhere.example" }, /is not among the people/],
    ["no end", { ...exception, expiresOn: "never" }, /must be a day/],
    ["everything at once", { ...exception, scope: { source: "*", destination: "*" } }, /would be no rule/],
    ["no reason", { ...exception, reason: "because" }, /must say why/],
  ])("refuses an exception with %s", (_, bad, message) => {
    expect(() => parse({ exceptions: [bad] })).toThrow(message);
  });

  it("refuses tiers that cross, and a class that stands twice", () => {
    const auto = { maxMonthlyUsd: 5_000, maxResourceCount: 0, maxNewReachCount: 0 };

    expect(() => parse({ tiers: { auto } })).toThrow(/at least as far as auto/);
    expect(() =>
      parse({
        dataClasses: [
          { id: "cards", allowedPlaces: ["aws:eu-*"] },
          { id: "cards", allowedPlaces: ["aws:us-*"] },
        ],
      }),
    ).toThrow(/names a class twice/);
  });

  it("takes a repository for documents, and fills in branch and folder", () => {
    const documents = { repository: "https://git.globalcart.example/network/docs.git", tokenSecret: "documents-token" };

    expect(parse({ documents }).documents).toEqual({ ...documents, branch: "main", folder: "connections" });
    expect(parse({}).documents).toBeUndefined();
  });

  it.each([
    ["in the clear", { repository: "http://git.globalcart.example/docs.git" }, /must be an https/],
    ["with a token in it", { repository: "https://x:s3cret@git.globalcart.example/docs.git" }, /must hold no user/],
    ["with a query", { repository: "https://git.globalcart.example/docs.git?token=s3cret" }, /must hold no user/],
    ["on this machine", { repository: "file:///etc" }, /must be an https/],
    ["with a folder above it", { folder: "../other" }, /must be a folder/],
    ["with Git's own folder", { folder: "docs/.git/hooks" }, /must be a folder|Git's own/],
    ["with a branch that is none", { branch: "main..evil" }, /name of a branch/],
    ["with a branch that is an option", { branch: "--upload-pack=x" }, /name of a branch/],
    ["with the token itself", { token: "s3cret" }, /token/],
  ])("refuses a repository %s", (_, bad, message) => {
    const good = { repository: "https://git.globalcart.example/docs.git", tokenSecret: "documents-token" };

    expect(() => parse({ documents: { ...good, ...bad } })).toThrow(message);
  });
});
