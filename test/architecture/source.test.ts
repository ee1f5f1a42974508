import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { cloudErrors } from "@skylane/clouds";
import { coreErrors, eventTypes, type FunctionSpec, functions, routes, rules, schedules } from "@skylane/core";
import { costErrors, failoverErrors, intentErrors, pathsErrors, peopleErrors, queryErrors } from "@skylane/engine";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const glob = (pattern: string): string[] =>
  globSync(pattern, { cwd: root }).filter((file) => !file.includes("node_modules"));
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const isTest = (file: string): boolean => file.endsWith(".test.ts");
const sources = glob("{packages/*/src,functions,infra,tools}/**/*.{ts,tsx}").filter((file) => !isTest(file));
const tests = [...glob("packages/*/src/**/*.test.ts"), ...glob("test/**/*.ts")];
const textOf = (files: readonly string[]): string => files.map(read).join("\n");

describe("architecture", () => {
  it.each(eventTypes)("%s has an emitter, a listener and a test", (type) => {
    expect(textOf(sources.filter((file) => file.startsWith("packages/engine/")))).toContain(`"${type}"`);
    expect(
      rules.some(({ pattern }) => Array.isArray(pattern["detail-type"]) && pattern["detail-type"].includes(type)),
    ).toBe(true);
    expect(textOf(tests)).toContain(type);
  });

  it("every error that is thrown is in a table, and every one in a table is thrown", () => {
    const known = new Set([
      ...Object.keys(coreErrors),
      ...Object.keys(costErrors),
      ...Object.keys(failoverErrors),
      ...Object.keys(intentErrors),
      ...Object.keys(pathsErrors),
      ...Object.keys(peopleErrors),
      ...Object.keys(queryErrors),
      ...Object.keys(cloudErrors),
    ]);
    const thrown = new Set([...textOf(sources).matchAll(/Error\(\s*"(ERR_[A-Z_]+)"/g)].map(([, code]) => code));

    expect([...known].filter((code) => !thrown.has(code) && !textOf(sources).includes(`?? "${code}"`))).toEqual([]);
    expect(
      [...thrown].filter(
        (code) => code?.startsWith("ERR_") && !known.has(code) && !/ERR_(LAB|FAULT|TARGET|RUN|BODY|TWIN)_/.test(code),
      ),
    ).toEqual([]);
  });

  it("a client of AWS's SDK whose calls shall end in time says that they end: else its handler only warns", () => {
    const limits = sources.flatMap((file) =>
      [...read(file).matchAll(/\{[^{}]*requestTimeout: (?!number)[^{}]*\}/g)].map(([options]) => ({ file, options })),
    );

    expect(limits.length).toBeGreaterThan(5);
    expect(limits.filter(({ options }) => !options.includes("throwOnRequestTimeout: true"))).toEqual([]);
  });

  it.each(Object.entries(functions))("function %s has its file and somebody who calls it", (name, { entry }) => {
    const pascal = name.replaceAll(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase());
    const called = [...rules, ...routes, ...schedules].some(({ target }) => target === name);
    const inWorkflow = textOf(glob("packages/engine/workflows/*.asl.json")).includes(`\${${pascal}Arn}`);

    expect(read(`functions/${entry}.ts`)).toContain("export const handler");
    // one a vantage or cloud of the configuration: schedules made when it is put to use
    const isScheduledPerConfig = read("packages/core/src/deployment/wanted-schedules.ts").includes(`target: "${name}"`);
    // what stands in a network is called by name, by whoever has the port for it
    const isCalledByName = read("packages/core/src/deployment/deployment-names.ts").includes(`-${name}\``);
    expect(called || inWorkflow || isScheduledPerConfig || isCalledByName).toBe(true);
  });

  it("every function runs as an invocation, whose log lines and spans say of which trace they are", () => {
    const makers =
      /export const handler = (event|task|http|order|slackCommand|slackInteraction|slackOptions|answerOrder|spans)Handler\(/;
    const made = textOf(glob("packages/runtime/src/handlers/*.ts").filter((file) => !isTest(file)));
    const elsewhere = glob("{azure,gcp}-functions/src/functions/*.ts");

    expect(Object.values(functions).filter(({ entry }) => !makers.test(read(`functions/${entry}.ts`)))).toEqual([]);
    expect(elsewhere.length).toBeGreaterThan(8);
    expect(elsewhere.filter((file) => !read(file).includes("asInvocation("))).toEqual([]);
    // each maker makes its handler of `handlerWith`, or of one that does
    for (const [, maker] of made.matchAll(/export const (\w+Handler) = /g))
      expect(made).toMatch(new RegExp(`export const ${maker} = [^;]*?(handlerWith|eventHandler)\\(`));
  });

  it("every route that changes something asks leave, checks who sent it by a signature, or takes a scope that orders nothing", () => {
    const open = routes.filter((route) => {
      const isChecked =
        "isSigned" in route ||
        "scope" in route ||
        read(`functions/${functions[route.target].entry}.ts`).includes("action:");
      return route.method !== "GET" && !isChecked;
    });

    expect(open).toEqual([]);
  });

  it("the watchdog of the overrides has a role and a schedule of its own, and runs once at a time", () => {
    const ofRole = Object.entries<FunctionSpec>(functions).filter(([, { role }]) => role === "watchdog");

    expect(ofRole).toMatchObject([["watch-overrides", { reservedConcurrency: 1 }]]);
    expect(schedules.filter(({ target }) => target === "watch-overrides")).toMatchObject([{ rate: "rate(1 minute)" }]);
    expect([...rules, ...routes].filter(({ target }) => target === "watch-overrides")).toEqual([]);
  });

  it("what acts asks which Region acts, and what works in both does not", () => {
    const actuating = ["failover/apply-change", "failover/restore-change"]; // they ask in the use case, right before the write
    const asks = Object.values<FunctionSpec>(functions).filter(
      ({ entry }) => actuating.includes(entry) || /whereActing|ifActing/.test(read(`functions/${entry}.ts`)),
    );
    const marked = Object.values<FunctionSpec>(functions).filter(({ where }) => where === "acting");

    expect(asks.map(({ entry }) => entry)).toEqual(marked.map(({ entry }) => entry));
    expect(read("packages/engine/src/failover/use-cases/apply-change.ts")).toContain("requireActing(deps)");
  });

  it("who looks at an estate knows nothing of the twin, nor which estate it is", () => {
    const looking = sources.filter((file) =>
      /^(packages\/(core|engine|clouds|runtime)|functions)\/|^packages\/cli\/src\/(report|discover\/(look|scopes))/.test(
        file,
      ),
    );

    expect(looking.length).toBeGreaterThan(200);
    expect(looking.filter((file) => /@skylane\/twin|packages\/twin|globalcart/i.test(read(file)))).toEqual([]);
  });

  it("file names are kebab-case", () => {
    expect(sources.filter((file) => !/^[a-z0-9_-]+(\.[a-z]+)*\.tsx?$/.test(basename(file)))).toEqual([]);
  });

  it("core and engine know no clock, timer or chance of their own", () => {
    const pure = sources.filter((file) => /^packages\/(core|engine)\//.test(file));

    expect(
      pure.filter((file) => /Date\.now|new Date\(\)|setTimeout|setInterval|Math\.random/.test(read(file))),
    ).toEqual([]);
  });

  it("no file is longer than 400 lines", () => {
    expect(sources.filter((file) => read(file).split("\n").length > 400)).toEqual([]);
  });

  it("every row of the parity page names a place that is there", () => {
    const places = [...read("docs/parity.md").matchAll(/\| `([^`|]+)` \|$/gm)].map(([, place]) => place ?? "");

    expect(places.length).toBeGreaterThan(8);
    for (const place of places) expect([place, glob(`${place}/**/*.test.ts`).length > 0]).toEqual([place, true]);
  });
});
