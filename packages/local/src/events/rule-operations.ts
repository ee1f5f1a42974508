import type { DatabaseSync } from "node:sqlite";
import { AwsError } from "../edge/aws-service.ts";
import { compilePattern } from "../patterns/index.ts";
import {
  NamedBus,
  NamedRule,
  OfBus,
  OfRule,
  PutTargetsInput,
  parseInput,
  RemoveTargetsInput,
  RuleInput,
  type Target,
} from "./schemas.ts";

type Operation = readonly [string, (body: unknown) => unknown];
const MAX_TARGETS = 5;

/** Buses, rules and targets. `onChange` is called after each change of what events are matched against. */
export function ruleOperations(
  db: DatabaseSync,
  arn: (resource: string) => string,
  onChange: () => void,
): readonly Operation[] {
  const needBus = (name: string): void => {
    if (!db.prepare("SELECT 1 FROM buses WHERE name = ?").get(name))
      throw notFound(`Event bus ${name} does not exist.`);
  };
  const ruleBody = (bus: string, name: string): Record<string, unknown> => {
    const row = db.prepare("SELECT body FROM rules WHERE bus = ? AND name = ?").get(bus, name);
    if (!row) throw notFound(`Rule ${name} does not exist on EventBus ${bus}.`);
    return JSON.parse(String(row.body)) as Record<string, unknown>;
  };
  const describeRule = (bus: string, name: string) => ({ Arn: arn(`rule/${bus}/${name}`), ...ruleBody(bus, name) });
  const saveRule = (bus: string, name: string, body: object): void => {
    db.prepare(
      "INSERT INTO rules (bus, name, body) VALUES (?, ?, ?) ON CONFLICT (bus, name) DO UPDATE SET body = excluded.body",
    ).run(bus, name, JSON.stringify(body));
    onChange();
  };
  const setState = (State: string) => (body: unknown) => {
    const { Name, EventBusName } = parseInput(NamedRule, "EnableRule", body);
    saveRule(EventBusName, Name, { ...ruleBody(EventBusName, Name), State });
    return {};
  };
  const targetsOf = (bus: string, rule: string): Target[] =>
    db
      .prepare("SELECT body FROM targets WHERE bus = ? AND rule = ? ORDER BY id")
      .all(bus, rule)
      .map((row) => JSON.parse(String(row.body)) as Target);

  return [
    [
      "CreateEventBus",
      (body) => {
        const { Name } = parseInput(NamedBus, "CreateEventBus", body);
        if (db.prepare("SELECT 1 FROM buses WHERE name = ?").get(Name))
          throw new AwsError("ResourceAlreadyExistsException", `Event bus ${Name} already exists.`);
        db.prepare("INSERT INTO buses (name) VALUES (?)").run(Name);
        return { EventBusArn: arn(`event-bus/${Name}`) };
      },
    ],
    [
      "DescribeEventBus",
      (body) => {
        const { Name } = parseInput(NamedBus, "DescribeEventBus", { Name: "default", ...(body as object) });
        needBus(Name);
        return { Name, Arn: arn(`event-bus/${Name}`) };
      },
    ],
    [
      "ListEventBuses",
      () => ({
        EventBuses: db
          .prepare("SELECT name FROM buses ORDER BY name")
          .all()
          .map(({ name }) => ({ Name: name, Arn: arn(`event-bus/${String(name)}`) })),
      }),
    ],
    [
      "DeleteEventBus",
      (body) => {
        const { Name } = parseInput(NamedBus, "DeleteEventBus", body);
        if (Name === "default") throw new AwsError("ValidationException", "The default event bus cannot be deleted.");
        for (const table of ["targets", "rules"]) db.prepare(`DELETE FROM ${table} WHERE bus = ?`).run(Name);
        db.prepare("DELETE FROM buses WHERE name = ?").run(Name);
        onChange();
        return {};
      },
    ],
    [
      "PutRule",
      (body) => {
        const rule = parseInput(RuleInput, "PutRule", body);
        needBus(rule.EventBusName);
        if (rule.EventPattern === undefined)
          throw new AwsError(
            "ValidationException",
            "PutRule: EventPattern: give a pattern; schedules belong to EventBridge Scheduler",
          );
        compilePattern(rule.EventPattern);
        saveRule(rule.EventBusName, rule.Name, rule);
        return { RuleArn: arn(`rule/${rule.EventBusName}/${rule.Name}`) };
      },
    ],
    [
      "DescribeRule",
      (body) => {
        const { Name, EventBusName } = parseInput(NamedRule, "DescribeRule", body);
        return describeRule(EventBusName, Name);
      },
    ],
    [
      "ListRules",
      (body) => {
        const { EventBusName } = parseInput(OfBus, "ListRules", body);
        const names = db.prepare("SELECT name FROM rules WHERE bus = ? ORDER BY name").all(EventBusName);
        return { Rules: names.map(({ name }) => describeRule(EventBusName, String(name))) };
      },
    ],
    [
      "DeleteRule",
      (body) => {
        const { Name, EventBusName } = parseInput(NamedRule, "DeleteRule", body);
        if (targetsOf(EventBusName, Name).length > 0)
          throw new AwsError("ValidationException", `Rule can't be deleted since it has targets.`);
        db.prepare("DELETE FROM rules WHERE bus = ? AND name = ?").run(EventBusName, Name);
        onChange();
        return {};
      },
    ],
    ["EnableRule", setState("ENABLED")],
    ["DisableRule", setState("DISABLED")],
    [
      "PutTargets",
      (body) => {
        const { Rule, EventBusName, Targets } = parseInput(PutTargetsInput, "PutTargets", body);
        ruleBody(EventBusName, Rule);
        const ids = new Set([...targetsOf(EventBusName, Rule), ...Targets].map(({ Id }) => Id));
        if (ids.size > MAX_TARGETS)
          throw new AwsError("LimitExceededException", `A rule has ${MAX_TARGETS} targets at most.`);
        const put = db.prepare(
          "INSERT INTO targets (bus, rule, id, body) VALUES (?, ?, ?, ?) ON CONFLICT (bus, rule, id) DO UPDATE SET body = excluded.body",
        );
        for (const target of Targets) put.run(EventBusName, Rule, target.Id, JSON.stringify(target));
        onChange();
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    ],
    [
      "RemoveTargets",
      (body) => {
        const { Rule, EventBusName, Ids } = parseInput(RemoveTargetsInput, "RemoveTargets", body);
        for (const id of Ids)
          db.prepare("DELETE FROM targets WHERE bus = ? AND rule = ? AND id = ?").run(EventBusName, Rule, id);
        onChange();
        return { FailedEntryCount: 0, FailedEntries: [] };
      },
    ],
    [
      "ListTargetsByRule",
      (body) => {
        const { Rule, EventBusName } = parseInput(OfRule, "ListTargetsByRule", body);
        ruleBody(EventBusName, Rule);
        return { Targets: targetsOf(EventBusName, Rule) };
      },
    ],
  ];
}

const notFound = (message: string): AwsError => new AwsError("ResourceNotFoundException", message);
