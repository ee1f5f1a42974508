import type { DatabaseSync } from "node:sqlite";
import { openDatabase } from "../database.ts";
import { AwsError, type AwsService } from "../edge/aws-service.ts";
import { compilePattern, matchesPattern } from "../patterns/index.ts";
import type { Timers } from "../time.ts";
import { archiveOperations } from "./archive-operations.ts";
import { makeBusTables } from "./bus-tables.ts";
import { createDeliverer, type InvokeTarget } from "./deliverer.ts";
import { groupCommit } from "./group-commit.ts";
import { checkEntries, type LiveRule, storeEvents } from "./put-events.ts";
import { ruleOperations } from "./rule-operations.ts";
import { parseInput, Target, TestPatternInput } from "./schemas.ts";

/** Counts since the data folder was made; `pending` and `deadLettered` are what is there now. */
export interface BusStats {
  readonly accepted: number;
  readonly delivered: number;
  readonly pending: number;
  readonly deadLettered: number;
}

/** EventBridge on this machine: an event is on disk before PutEvents answers, and is delivered at least once or kept as a dead letter. */
export interface EventBus extends AwsService {
  /** Takes up the deliveries a former process left behind. */
  start(): void;
  stats(): BusStats;
  close(): void;
}

export interface EventBusOptions {
  readonly databaseFile: string;
  readonly invoke: InvokeTarget;
  readonly timers: Timers;
  readonly random: () => number;
  readonly regionId: string;
  readonly accountId: string;
}

export function createEventBus(options: EventBusOptions): EventBus {
  const { timers } = options;
  const db = openDatabase(options.databaseFile);
  makeBusTables(db);
  db.exec("INSERT OR IGNORE INTO buses (name) VALUES ('default')");
  const arn = (resource: string): string => `arn:aws:events:${options.regionId}:${options.accountId}:${resource}`;
  const deliverer = createDeliverer({
    db,
    invoke: options.invoke,
    timers,
    random: options.random,
    ruleArn: (bus, rule) => arn(`rule/${bus}/${rule}`),
  });
  const commit = groupCommit(db);

  let live: Map<string, LiveRule[]> | undefined; // read anew after each change of a rule or target
  const rulesOf = (bus: string): readonly LiveRule[] => {
    live ??= readRules(db);
    return live.get(bus) ?? [];
  };
  const store = (accepted: Parameters<typeof storeEvents>[1], isArchived = true): Promise<void> =>
    commit(() => storeEvents(db, accepted, rulesOf, timers.nowMs(), isArchived)).then((ids) => deliverer.begin(ids));

  const operations = new Map<string, (body: unknown) => unknown>([
    ...ruleOperations(db, arn, () => {
      live = undefined;
    }),
    ...archiveOperations(db, arn, (accepted) => store(accepted, false), timers),
    ["PutEvents", putEvents],
    ["TestEventPattern", testPattern],
  ]);

  async function putEvents(body: unknown): Promise<unknown> {
    const { answers, accepted } = checkEntries(body, options, timers.nowMs());
    if (accepted.length > 0) await store(accepted);
    return { FailedEntryCount: answers.length - accepted.length, Entries: answers };
  }

  return {
    targetPrefix: "AWSEvents",
    contentType: "application/x-amz-json-1.1",
    async call(operation, body) {
      const run = operations.get(operation);
      if (!run)
        throw new AwsError(
          "UnknownOperationException",
          `EventBridge here knows ${[...operations.keys()].sort().join(", ")}, not ${operation}`,
        );
      try {
        return await run(body);
      } catch (error) {
        if (error instanceof Error && error.name === "InvalidEventPatternException")
          throw new AwsError(error.name, error.message);
        throw error;
      }
    },
    start: () => deliverer.resume(),
    stats: () => readStats(db),
    close() {
      deliverer.stop();
      db.close();
    },
  };
}

function testPattern(body: unknown): unknown {
  const { EventPattern, Event } = parseInput(TestPatternInput, "TestEventPattern", body);
  return { Result: matchesPattern(compilePattern(EventPattern), JSON.parse(Event)) };
}

function readRules(db: DatabaseSync): Map<string, LiveRule[]> {
  const found = new Map<string, LiveRule[]>();
  const targets = db.prepare("SELECT body FROM targets WHERE bus = ? AND rule = ? ORDER BY id");
  for (const row of db.prepare("SELECT bus, name, body FROM rules").all()) {
    const { EventPattern, State } = JSON.parse(String(row.body)) as { EventPattern?: string; State: string };
    if (State !== "ENABLED" || EventPattern === undefined) continue;
    const bus = String(row.bus);
    const targetIds = targets
      .all(bus, String(row.name))
      .map((target) => Target.parse(JSON.parse(String(target.body))).Id);
    const rule = { bus, name: String(row.name), pattern: compilePattern(EventPattern), targetIds };
    found.set(bus, [...(found.get(bus) ?? []), rule]);
  }
  return found;
}

function readStats(db: DatabaseSync): BusStats {
  const count = (sql: string): number => Number(db.prepare(sql).get()?.count ?? 0);
  return {
    accepted: count("SELECT COUNT(*) AS count FROM events"),
    delivered: count("SELECT count FROM tally WHERE name = 'delivered'"),
    pending: count("SELECT COUNT(*) AS count FROM deliveries"),
    deadLettered: count("SELECT COUNT(*) AS count FROM dead_letters"),
  };
}
