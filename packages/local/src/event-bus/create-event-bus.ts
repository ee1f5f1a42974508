import { openDatabase } from "../database.ts";
import { AwsError, type AwsService } from "../edge/aws-service.ts";
import { type Log, silentLog } from "../edge/log.ts";
import type { Timers } from "../time.ts";
import { type AcceptEvents, eventAcceptor } from "./accept-events.ts";
import { archiveOperations } from "./api/archives.ts";
import { busOperations } from "./api/buses.ts";
import { checkEntries } from "./api/put-events.ts";
import { replayOperations } from "./api/replays.ts";
import { ruleOperations } from "./api/rules.ts";
import type { Operation, Service } from "./api/service.ts";
import { targetOperations } from "./api/targets.ts";
import { arnsOf } from "./arns.ts";
import { createDeliverer } from "./delivery/deliver.ts";
import { deliveryAdder } from "./delivery/pending.ts";
import type { TargetInvoker } from "./delivery/target-invoker.ts";
import { forwardToBuses } from "./forward.ts";
import { createGroupCommit } from "./group-commit.ts";
import {
  type BusStats,
  type DeadLetter,
  readDeadLetters,
  readEvents,
  readStats,
  type StoredEvent,
} from "./introspect.ts";
import { prune } from "./prune.ts";
import { redriveLetter } from "./redrive.ts";
import { createRuleBook } from "./rule-book.ts";
import { createReplays } from "./run-replays.ts";
import { claimSchema } from "./schema-version.ts";
import { makeTables } from "./tables.ts";

/**
 * EventBridge on this machine. An event and its pending deliveries are on disk before PutEvents answers; each is delivered at
 * least once, or kept as a dead letter with the reason.
 */
export interface EventBus extends AwsService {
  /** Begins delivering, first of all what a former process left behind. */
  start(): void;
  stats(): BusStats;
  listEvents(query: { readonly afterSequence: number; readonly limit: number; readonly pattern?: string }): {
    readonly events: readonly StoredEvent[];
    readonly lastSequence: number;
  };
  deadLetters(): readonly DeadLetter[];
  /** Delivers a dead letter once more, with its retries from the start. @throws AwsError ResourceNotFoundException */
  redrive(id: number): Promise<void>;
  /** Lets running deliveries finish for `graceMs` (default 2 s) and closes the file. What is not done is done after the next start. */
  close(graceMs?: number): Promise<void>;
}

export interface EventBusOptions {
  /** SQLite file, or `:memory:`. */
  readonly databaseFile: string;
  readonly targets: TargetInvoker;
  readonly timers: Timers;
  /** Uniform in [0, 1); spreads retries. */
  readonly random: () => number;
  readonly region: string;
  readonly accountId: string;
  readonly log?: Log;
  /** Most deliveries one target gets at a time; 32 if not given. */
  readonly concurrencyPerTarget?: number;
  /** How long an event that is in no archive can be listed; 24 hours if not given. */
  readonly keepEventsMs?: number;
  /** Whether PutEvents takes sources beginning with `aws.`, which on AWS only its own services may send; false if not given. */
  readonly acceptServiceSources?: boolean;
  /** Called for each rule that an event matches. */
  readonly onMatch?: (bus: string, rule: string) => void;
}

const SCHEMA_VERSION = 1;
const PRUNE_EVERY_MS = 3_600_000;
const PRUNE_AGAIN_MS = 100;
const DEFAULT_KEEP_MS = 24 * 3_600_000;

/** Opens the database and answers the service. Events are accepted at once and delivered from `start` on. */
export function createEventBus(options: EventBusOptions): EventBus {
  const { timers, random, log = silentLog, concurrencyPerTarget = 32, keepEventsMs = DEFAULT_KEEP_MS } = options;
  const account = { region: options.region, accountId: options.accountId };
  const arns = arnsOf(account);
  const db = openDatabase(options.databaseFile);
  claimSchema(db, options.databaseFile, SCHEMA_VERSION, makeTables);
  db.prepare("INSERT OR IGNORE INTO buses (name, created_at_ms) VALUES ('default', ?)").run(timers.nowMs());

  const commit = createGroupCommit(db);
  const rules = createRuleBook(db);
  const addDeliveries = deliveryAdder(db, rules, options.onMatch);
  const invoke = forwardToBuses({ db, account, next: options.targets, accept: (events) => accept(events) });
  const deliverer = createDeliverer({ db, commit, rules, arns, invoke, timers, random, log, concurrencyPerTarget });
  const begin = deliverer.begin;
  const accept: AcceptEvents = eventAcceptor({ db, commit, rules, timers, log, addDeliveries, begin });
  const replays = createReplays({ db, commit, timers, log, addDeliveries, begin });

  const service: Service = { db, account, arns, timers, rules };
  const operations: Readonly<Record<string, Operation>> = {
    ...busOperations,
    ...ruleOperations,
    ...targetOperations,
    ...archiveOperations,
    ...replayOperations(replays.begin),
    async PutEvents(_service, body) {
      const { accepted, answer } = checkEntries(body, account, timers.nowMs(), options.acceptServiceSources ?? false);
      await accept(accepted);
      return answer;
    },
  };

  let cancelPrune = (): void => undefined;
  const schedulePrune = (delayMs: number): void => {
    cancelPrune = timers.after(delayMs, () =>
      schedulePrune(prune(db, timers.nowMs(), keepEventsMs) ? PRUNE_AGAIN_MS : PRUNE_EVERY_MS),
    );
  };

  return {
    targetPrefix: "AWSEvents",
    contentType: "application/x-amz-json-1.1",
    async call(operation, body) {
      const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
      if (!run)
        throw new AwsError(
          "UnknownOperationException",
          `EventBridge here has no ${operation}. It has ${Object.keys(operations).sort().join(", ")}.`,
        );
      return run(service, body);
    },
    start() {
      deliverer.resume();
      replays.resume();
      schedulePrune(PRUNE_EVERY_MS);
    },
    stats: () => readStats(db),
    listEvents: (query) => readEvents(db, query),
    deadLetters: () => readDeadLetters(db),
    async redrive(id) {
      begin(await commit(() => redriveLetter(db, id, timers.nowMs())));
    },
    async close(graceMs = 2_000) {
      cancelPrune();
      await deliverer.stop(graceMs);
      commit.close();
      db.close();
    },
  };
}
