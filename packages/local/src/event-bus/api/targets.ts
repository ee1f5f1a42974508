import { AwsError } from "../../edge/aws-service.ts";
import { checkInputShape } from "../delivery/shape-input.ts";
import { ListTargetsInput, PutTargetsInput, parseInput, RemoveTargetsInput, type Target } from "./requests.ts";
import { atomically, needRule, type Operation, pageOf } from "./service.ts";

const MAX_TARGETS_PER_RULE = 5; // EventBridge's quota

const putTargets: Operation = (service, body) => {
  const { Rule, EventBusName, Targets } = parseInput(PutTargetsInput, body);
  const { db } = service;
  needRule(service, EventBusName, Rule);
  for (const target of Targets) checkInputShape(target);
  const present = db.prepare("SELECT id FROM targets WHERE bus = ? AND rule = ?").all(EventBusName, Rule);
  const ids = new Set([...present.map(({ id }) => String(id)), ...Targets.map(({ Id }) => Id)]);
  if (ids.size > MAX_TARGETS_PER_RULE)
    throw new AwsError(
      "LimitExceededException",
      `The requested resource exceeds the maximum number allowed: rule ${Rule} would have ${ids.size} targets of at most ${MAX_TARGETS_PER_RULE}.`,
    );
  const put = db.prepare(
    "INSERT INTO targets (bus, rule, id, body) VALUES (?, ?, ?, ?) ON CONFLICT (bus, rule, id) DO UPDATE SET body = excluded.body",
  );
  atomically(db, () => {
    for (const target of Targets) put.run(EventBusName, Rule, target.Id, JSON.stringify(target));
  });
  service.rules.forget();
  return { FailedEntryCount: 0, FailedEntries: [] };
};

const removeTargets: Operation = (service, body) => {
  const { Rule, EventBusName, Ids } = parseInput(RemoveTargetsInput, body);
  const { db } = service;
  needRule(service, EventBusName, Rule);
  const remove = db.prepare("DELETE FROM targets WHERE bus = ? AND rule = ? AND id = ?");
  const FailedEntries = Ids.filter((id) => remove.run(EventBusName, Rule, id).changes === 0).map((TargetId) => ({
    TargetId,
    ErrorCode: "ResourceNotFoundException",
    ErrorMessage: `Rule ${Rule} has no target ${TargetId}.`,
  }));
  service.rules.forget();
  return { FailedEntryCount: FailedEntries.length, FailedEntries };
};

const listTargetsByRule: Operation = (service, body) => {
  const input = parseInput(ListTargetsInput, body);
  needRule(service, input.EventBusName, input.Rule);
  const rows = service.db
    .prepare("SELECT body FROM targets WHERE bus = ? AND rule = ? ORDER BY id")
    .all(input.EventBusName, input.Rule)
    .map((row) => JSON.parse(String(row.body)) as Target);
  const { page, token } = pageOf(rows, ({ Id }) => Id, input);
  return { Targets: page, ...token };
};

/** Operations on the targets of rules. */
export const targetOperations: Readonly<Record<string, Operation>> = {
  PutTargets: putTargets,
  RemoveTargets: removeTargets,
  ListTargetsByRule: listTargetsByRule,
};
