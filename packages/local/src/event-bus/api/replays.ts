import { AwsError } from "../../edge/aws-service.ts";
import { nameOf } from "../arns.ts";
import { needArchive } from "./archives.ts";
import { ListReplaysInput, NamedReplayInput, parseInput, StartReplayInput } from "./requests.ts";
import { notFound, type Operation, pageOf, present, type Service } from "./service.ts";

const MAX_REPLAYS_AT_ONCE = 10; // EventBridge's quota
const ACTIVE = "('STARTING', 'RUNNING')";

const startReplay =
  (begin: (name: string) => void): Operation =>
  (service, body) => {
    const input = parseInput(StartReplayInput, body);
    const { db, timers } = service;
    const archive = nameOf(input.EventSourceArn);
    const bus = nameOf(input.Destination.Arn);
    if (needArchive(service, archive).bus !== bus)
      throw invalid("Destination.Arn", "Cross event bus replay is not permitted");
    if (input.EventStartTime >= input.EventEndTime)
      throw invalid("EventEndTime", "EventStartTime must be before EventEndTime");
    const active = Number(db.prepare(`SELECT COUNT(*) AS count FROM replays WHERE state IN ${ACTIVE}`).get()?.count);
    if (active >= MAX_REPLAYS_AT_ONCE)
      throw new AwsError("LimitExceededException", `${active} replays run already; wait for one or cancel it.`);
    const rules = input.Destination.FilterArns?.map((arn) => arn.slice(arn.lastIndexOf("/") + 1));
    const { changes } = db
      .prepare(
        `INSERT OR IGNORE INTO replays (name, archive, bus, rules, from_ms, to_ms, state, description, started_at_ms)
         VALUES (?, ?, ?, ?, ?, ?, 'STARTING', ?, ?)`,
      )
      .run(
        input.ReplayName,
        archive,
        bus,
        rules === undefined ? null : JSON.stringify(rules),
        input.EventStartTime * 1000,
        input.EventEndTime * 1000,
        input.Description ?? null,
        timers.nowMs(),
      );
    if (changes === 0)
      throw new AwsError("ResourceAlreadyExistsException", `Replay ${input.ReplayName} already exists.`);
    begin(input.ReplayName);
    return {
      ReplayArn: service.arns.replay(input.ReplayName),
      State: "STARTING",
      ReplayStartTime: timers.nowMs() / 1000,
    };
  };

const invalid = (field: string, reason: string): AwsError =>
  new AwsError("ValidationException", `Parameter ${field} is not valid. Reason: ${reason}.`);

const summary = ({ arns }: Service, row: Record<string, unknown>): Record<string, unknown> =>
  present({
    ReplayName: row.name,
    EventSourceArn: arns.archive(String(row.archive)),
    State: row.state,
    StateReason: row.reason,
    EventStartTime: Number(row.from_ms) / 1000,
    EventEndTime: Number(row.to_ms) / 1000,
    EventLastReplayedTime: row.last_event_ms === null ? null : Number(row.last_event_ms) / 1000,
    ReplayStartTime: Number(row.started_at_ms) / 1000,
    ReplayEndTime: row.ended_at_ms === null ? null : Number(row.ended_at_ms) / 1000,
  });

function needReplay({ db }: Service, name: string): Record<string, unknown> {
  const row = db.prepare("SELECT * FROM replays WHERE name = ?").get(name);
  if (!row) throw notFound(`Replay ${name}`);
  return row;
}

const describeReplay: Operation = (service, body) => {
  const { ReplayName } = parseInput(NamedReplayInput, body);
  const row = needReplay(service, ReplayName);
  const rules = row.rules === null ? undefined : (JSON.parse(String(row.rules)) as string[]);
  const bus = String(row.bus);
  return present({
    ReplayArn: service.arns.replay(ReplayName),
    ...summary(service, row),
    Description: row.description,
    Destination: present({
      Arn: service.arns.bus(bus),
      FilterArns: rules?.map((rule) => service.arns.rule(bus, rule)),
    }),
  });
};

const listReplays: Operation = (service, body) => {
  const input = parseInput(ListReplaysInput, body);
  const rows = service.db.prepare("SELECT * FROM replays ORDER BY name").all();
  const inState = rows.filter(({ state }) => input.State === undefined || state === input.State);
  const { page, token } = pageOf(inState, (row) => String(row.name), input);
  return { Replays: page.map((row) => summary(service, row)), ...token };
};

const cancelReplay: Operation = (service, body) => {
  const { ReplayName } = parseInput(NamedReplayInput, body);
  needReplay(service, ReplayName);
  const { changes } = service.db
    .prepare(`UPDATE replays SET state = 'CANCELLED', ended_at_ms = ? WHERE name = ? AND state IN ${ACTIVE}`)
    .run(service.timers.nowMs(), ReplayName);
  if (changes === 0)
    throw new AwsError("IllegalStatusException", `Replay ${ReplayName} is not running and cannot be cancelled.`);
  return { ReplayArn: service.arns.replay(ReplayName), State: "CANCELLING" };
};

/** Operations on replays; `begin` sets a stored replay going. */
export const replayOperations = (begin: (name: string) => void): Readonly<Record<string, Operation>> => ({
  StartReplay: startReplay(begin),
  DescribeReplay: describeReplay,
  ListReplays: listReplays,
  CancelReplay: cancelReplay,
});
