import { existsSync, globSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const pages = globSync("docs/operations/**/*.md", { cwd: root });

describe("operations pages", () => {
  it("every test that the threat model names is there", () => {
    const named = [...read("docs/operations/threat-model.md").matchAll(/^- `([\w/.-]+\.test\.ts)` "(.+)"$/gm)];
    const gone = named.filter(
      ([, file = "", name = ""]) => !existsSync(join(root, file)) || !read(file).includes(name),
    );

    expect(named.length).toBeGreaterThan(30);
    expect(gone.map(([line]) => line)).toEqual([]);
  });

  it("every threat names a test, or says that it is open", () => {
    const threats = read("docs/operations/threat-model.md").split(/^## /m).slice(1);

    expect(threats).toHaveLength(25);
    expect(threats.filter((threat) => !/^- `.+\.test\.ts` "/m.test(threat) && !threat.includes("*Open"))).toEqual([]);
  });

  it("every command of skylane in them is one", () => {
    const main = read("packages/cli/src/main.ts");
    const commands = globSync("packages/cli/src/commands/*.ts", { cwd: root }).map(read).join("\n");
    const asked = pages.flatMap((page) =>
      [...read(page).matchAll(/(?:npx |`)skylane ([a-z][a-z-]+)(?: ([a-z][a-z-]+))?/g)].map(([, noun = "", verb]) => ({
        page,
        noun,
        // what follows the others is a name or an option
        verb: ["failover", "drills", "approvals", "paths"].includes(noun) ? verb : undefined,
      })),
    );
    const unknown = asked.filter(
      ({ noun, verb }) =>
        !new RegExp(`^ {2}"?${noun}"?: async`, "m").test(main) ||
        (verb !== undefined && !commands.includes(`.command("${verb}`)),
    );

    expect(asked.length).toBeGreaterThan(30);
    expect(unknown).toEqual([]);
  });

  it("every link in them leads to a page", () => {
    const dead = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\(([^)#:]+)(?:#[\w-]+)?\)/g)]
        .map(([, target = ""]) => join(dirname(page), target))
        .filter((target) => !existsSync(resolve(root, target)))
        .map((target) => `${page}: ${target}`),
    );

    expect(dead).toEqual([]);
  });

  it("every read of the doctor is in its policy", () => {
    const prefixOf: Readonly<Record<string, string>> = {
      dynamo: "dynamodb",
      bus: "events",
      lambda: "lambda",
      states: "states",
      scheduler: "scheduler",
      ssm: "ssm",
      sts: "sts",
      SQS: "sqs",
      QUOTAS: "servicequotas",
    };
    const source = read("packages/cli/src/doctor/aws/aws-reads-of.ts");
    const calls = [/(\w+)\.send\(\s*new (\w+)Command/g, /callJson\(\s*sts,\s*(\w+),\s*"(\w+)"/g];
    const sent = calls
      .flatMap((call) => [...source.matchAll(call)])
      .map(([, client = "", operation]) => `${prefixOf[client]}:${operation}`);
    const policy = read("docs/operations/permissions.md");

    expect(sent.length).toBeGreaterThan(14);
    expect(sent.filter((action) => !policy.includes(`"${action}"`))).toEqual([]);
  });
});
