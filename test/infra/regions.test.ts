import { describe, expect, it } from "vitest";
import type { Resource, Stack } from "./harness/stack.ts";
import { stacks } from "./harness/stages.ts";

/** What one Region has, as the other would have it: a line for each resource. */
function written(stack: Stack, suffix: "Home" | "Standby"): string[] {
  const isOfTheRegion = ({ name, options }: Resource) => `${name} ${options.parent ?? ""}`.includes(suffix);
  return (
    stack.resources
      .filter(isOfTheRegion)
      // each Region's shows the account's bill, which is kept in one Region
      .filter(({ type }) => type !== "aws:cloudwatch/dashboard:Dashboard")
      .filter(({ type, inputs }) => !(type === "aws:scheduler/schedule:Schedule" && /^probe-burst-/.test(inputs.name)))
      .map(({ type, name, inputs }) =>
        suffix === "Home" ? line(type, name, inputs) : mirrored(line(type, name, inputs)),
      )
      .sort()
  );
}

/** The hash in a code's name is of its zip, which holds when its files were written: to two seconds, and not what was written. */
const line = (type: string, name: string, inputs: object) =>
  `${type} ${name} ${JSON.stringify(inputs).replaceAll(/-code-[0-9a-f]{64}\.zip/g, "-code.zip")}`;

/** The same text from the other side: Regions and suffixes change places. */
const mirrored = (text: string): string =>
  text.replaceAll(
    /vpc-0a1b2c3d4e5f6071[89]|us-east-1|us-west-2|apihome|apistandby|UsEast1|UsWest2|Standby|Home/g,
    (word) => MIRROR[word as keyof typeof MIRROR],
  );
const MIRROR = {
  // each Region's prover
  "vpc-0a1b2c3d4e5f60718": "vpc-0a1b2c3d4e5f60719",
  "vpc-0a1b2c3d4e5f60719": "vpc-0a1b2c3d4e5f60718",
  "us-east-1": "us-west-2",
  "us-west-2": "us-east-1",
  apihome: "apistandby",
  apistandby: "apihome",
  UsEast1: "UsWest2",
  UsWest2: "UsEast1",
  Standby: "Home",
  Home: "Standby",
};

describe.each(stacks())("Regions of %s", (_, stack) => {
  it("renders without an error", () => {
    expect(stack.errors).toEqual([]);
    expect(stack.resources.length).toBeGreaterThan(1_000);
  });

  it("the standby Region has all that the home Region has, so that it can act when it must", () => {
    const home = written(stack, "Home");

    expect(home.length).toBeGreaterThan(500);
    expect(written(stack, "Standby")).toEqual(home);
  });

  it("each Region probes from its own vantages, and from none that an agent or another cloud's function probes from", () => {
    const bursts = stack
      .ofType("aws:scheduler/schedule:Schedule")
      .filter(({ inputs }) => inputs.name.startsWith("probe-burst-"))
      .map(({ inputs }) => [inputs.name, inputs.target.arn.split(":")[3]]);

    expect(Object.fromEntries(bursts)).toEqual({
      "probe-burst-us-east-1": "us-east-1",
      "probe-burst-us-west-2": "us-west-2",
    });
  });

  it("is deployed to the stage's account and to no other", () => {
    const providers = stack.ofType("pulumi:providers:aws");

    expect(providers.map(({ inputs }) => inputs.region).sort()).toEqual(["us-east-1", "us-west-2"]);
    for (const { inputs } of providers) {
      expect(JSON.parse(inputs.allowedAccountIds)).toHaveLength(1);
      expect(JSON.parse(inputs.defaultTags)).toMatchObject({ tags: { "skylane:stage": stack.app.stage } });
    }
  });
});
