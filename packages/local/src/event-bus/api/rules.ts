import { AwsError } from "../../edge/aws-service.ts";
import { compileEventPattern, matchesPattern } from "../patterns.ts";
import { ListRulesInput, NamedRuleInput, PutRuleInput, parseInput, TestPatternInput } from "./requests.ts";
import { needBus, needRule, type Operation, pageOf, present, type Service } from "./service.ts";

const MAX_RULES_PER_BUS = 300; // EventBridge's quota

const putRule: Operation = (service, body) => {
  const { Name, EventBusName, EventPattern, ...input } = parseInput(PutRuleInput, body);
  const { db } = service;
  if (input.ScheduleExpression !== undefined)
    throw new AwsError(
      "ValidationException",
      "ScheduleExpression is not supported on rules here. Use EventBridge Scheduler.",
    );
  if (EventPattern === undefined)
    throw new AwsError("ValidationException", "Parameter(s) EventPattern must be specified.");
  needBus(service, EventBusName);
  compileEventPattern(EventPattern);
  const others = db.prepare("SELECT COUNT(*) AS count FROM rules WHERE bus = ? AND name <> ?").get(EventBusName, Name);
  if (Number(others?.count) >= MAX_RULES_PER_BUS)
    throw new AwsError(
      "LimitExceededException",
      `Event bus ${EventBusName} has ${MAX_RULES_PER_BUS} rules, the most it takes.`,
    );
  db.prepare(
    `INSERT INTO rules (bus, name, pattern, state, description, role_arn) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (bus, name) DO UPDATE SET pattern = excluded.pattern, state = excluded.state,
       description = excluded.description, role_arn = excluded.role_arn`,
  ).run(EventBusName, Name, EventPattern, input.State, input.Description ?? null, input.RoleArn ?? null);
  service.rules.forget();
  return { RuleArn: service.arns.rule(EventBusName, Name) };
};

const describe = (service: Service, row: Record<string, unknown>): Record<string, unknown> =>
  present({
    Name: row.name,
    Arn: service.arns.rule(String(row.bus), String(row.name)),
    EventPattern: row.pattern,
    State: row.state,
    Description: row.description,
    RoleArn: row.role_arn,
    EventBusName: row.bus,
  });

const describeRule: Operation = (service, body) => {
  const { Name, EventBusName } = parseInput(NamedRuleInput, body);
  return { ...describe(service, needRule(service, EventBusName, Name)), CreatedBy: service.account.accountId };
};

const listRules: Operation = (service, body) => {
  const input = parseInput(ListRulesInput, body);
  needBus(service, input.EventBusName);
  const rows = service.db.prepare("SELECT * FROM rules WHERE bus = ? ORDER BY name").all(input.EventBusName);
  const { page, token } = pageOf(rows, (row) => String(row.name), input);
  return { Rules: page.map((row) => describe(service, row)), ...token };
};

const deleteRule: Operation = (service, body) => {
  const { Name, EventBusName } = parseInput(NamedRuleInput, body);
  const { db } = service;
  needBus(service, EventBusName);
  if (db.prepare("SELECT 1 FROM targets WHERE bus = ? AND rule = ?").get(EventBusName, Name))
    throw new AwsError("ValidationException", "Rule can't be deleted since it has targets.");
  db.prepare("DELETE FROM rules WHERE bus = ? AND name = ?").run(EventBusName, Name);
  service.rules.forget();
  return {};
};

const setState =
  (state: "ENABLED" | "DISABLED"): Operation =>
  (service, body) => {
    const { Name, EventBusName } = parseInput(NamedRuleInput, body);
    needRule(service, EventBusName, Name);
    service.db.prepare("UPDATE rules SET state = ? WHERE bus = ? AND name = ?").run(state, EventBusName, Name);
    service.rules.forget();
    return {};
  };

const testEventPattern: Operation = (_service, body) => {
  const { EventPattern, Event } = parseInput(TestPatternInput, body);
  const pattern = compileEventPattern(EventPattern);
  let event: unknown;
  try {
    event = JSON.parse(Event);
  } catch {
    throw new AwsError("ValidationException", "Parameter Event is not valid. Reason: Event is not valid JSON.");
  }
  return { Result: matchesPattern(pattern, event as object) };
};

/** Operations on rules. */
export const ruleOperations: Readonly<Record<string, Operation>> = {
  PutRule: putRule,
  DescribeRule: describeRule,
  ListRules: listRules,
  DeleteRule: deleteRule,
  EnableRule: setState("ENABLED"),
  DisableRule: setState("DISABLED"),
  TestEventPattern: testEventPattern,
};
