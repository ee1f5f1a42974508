import { describe, expect, it } from "vitest";
import { findObstacles, type Machine } from "./find-obstacles.ts";

const fit: Machine = {
  stage: "prod",
  nodeVersion: "24.21.0",
  env: { AWS_PROFILE: "hub" },
  hasFile: () => false,
};

describe("infra/find-obstacles", () => {
  it("finds none on a machine that is fit", () => {
    expect(findObstacles(fit)).toEqual([]);
  });

  it.each([
    ["a role by a token", { AWS_WEB_IDENTITY_TOKEN_FILE: "/token" }],
    ["keys", { AWS_ACCESS_KEY_ID: "AKIA" }],
    ["a container's role", { AWS_CONTAINER_CREDENTIALS_FULL_URI: "http://169.254.170.23/v1/credentials" }],
  ])("takes %s for credentials", (_, env) => {
    expect(findObstacles({ ...fit, env })).toEqual([]);
  });

  it("takes the files of the AWS command line for credentials", () => {
    expect(findObstacles({ ...fit, env: {}, hasFile: (path) => path === ".aws/config" })).toEqual([]);
  });

  it.each([
    ["no credentials", { env: {} }, "credentials: there are none of AWS"],
    ["an empty profile", { env: { AWS_PROFILE: "" } }, "credentials: there are none of AWS"],
    ["an old Node", { nodeVersion: "22.4.0" }, "node: is 22.4.0"],
    ["a stage with a space", { stage: "my prod" }, 'stage: "my prod"'],
    ["a stage that ends in a hyphen", { stage: "eva-" }, "stage:"],
    ["a stage too long for the names of roles", { stage: "a".repeat(17) }, "stage:"],
  ])("names %s", (_, change, said) => {
    const obstacles = findObstacles({ ...fit, ...change });

    expect(obstacles).toHaveLength(1);
    expect(obstacles[0]).toContain(said);
  });
});
