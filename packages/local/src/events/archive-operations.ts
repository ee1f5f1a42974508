import type { DatabaseSync } from "node:sqlite";
import { AwsError } from "../edge/aws-service.ts";
import { compilePattern, matchesPattern } from "../patterns/index.ts";
import type { Timers } from "../time.ts";
import type { Acceptance } from "./put-events.ts";
import { ArchiveInput, NamedArchive, NamedReplay, parseInput, ReplayInput } from "./schemas.ts";
import type { Envelope } from "./transform-input.ts";

type Operation = readonly [string, (body: unknown) => unknown];
const REPLAY_BATCH = 100;

/** Archives (a view on the accepted events) and replays of them. A replayed event carries `replay-name` and is not archived again. */
export function archiveOperations(
  db: DatabaseSync,
  arn: (resource: string) => string,
  put: (accepted: Acceptance["accepted"]) => Promise<void>,
  timers: Timers,
): readonly Operation[] {
  const read = (table: "archives" | "replays", name: string): Record<string, unknown> => {
    const row = db.prepare(`SELECT body FROM ${table} WHERE name = ?`).get(name);
    if (!row)
      throw new AwsError(
        "ResourceNotFoundException",
        `${table === "archives" ? "Archive" : "Replay"} ${name} does not exist.`,
      );
    return JSON.parse(String(row.body)) as Record<string, unknown>;
  };
  const write = (table: "archives" | "replays", name: string, body: object): void => {
    db.prepare(
      `INSERT INTO ${table} (name, body) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET body = excluded.body`,
    ).run(name, JSON.stringify(body));
  };
  const list = (table: "archives" | "replays") =>
    db
      .prepare(`SELECT body FROM ${table} ORDER BY name`)
      .all()
      .map(({ body }) => JSON.parse(String(body)) as unknown);

  const replay = async (input: ReplayInput): Promise<void> => {
    const { pattern, bus } = archiveOf(read("archives", input.EventSourceArn.split("/").at(-1) ?? ""));
    const rows = db
      .prepare(
        "SELECT envelope FROM events WHERE bus = ? AND accepted_at_ms >= ? AND accepted_at_ms < ? ORDER BY sequence",
      )
      .all(bus, input.EventStartTime * 1000, input.EventEndTime * 1000);
    const events = rows
      .map(({ envelope }) => JSON.parse(String(envelope)) as Envelope)
      .filter((envelope) => !pattern || matchesPattern(pattern, envelope));
    for (let i = 0; i < events.length; i += REPLAY_BATCH) {
      if (read("replays", input.ReplayName).State === "CANCELLED") return;
      await put(
        events
          .slice(i, i + REPLAY_BATCH)
          .map((envelope) => ({ bus, envelope: { ...envelope, "replay-name": input.ReplayName } })),
      );
    }
    write("replays", input.ReplayName, {
      ...read("replays", input.ReplayName),
      State: "COMPLETED",
      ReplayEndTime: timers.nowMs() / 1000,
    });
  };

  return [
    [
      "CreateArchive",
      (body) => {
        const archive = parseInput(ArchiveInput, "CreateArchive", body);
        if (archive.EventPattern !== undefined) compilePattern(archive.EventPattern);
        write("archives", archive.ArchiveName, { ...archive, State: "ENABLED", CreationTime: timers.nowMs() / 1000 });
        return { ArchiveArn: arn(`archive/${archive.ArchiveName}`), State: "ENABLED" };
      },
    ],
    ["DescribeArchive", (body) => read("archives", parseInput(NamedArchive, "DescribeArchive", body).ArchiveName)],
    ["ListArchives", () => ({ Archives: list("archives") })],
    [
      "DeleteArchive",
      (body) => {
        const { ArchiveName } = parseInput(NamedArchive, "DeleteArchive", body);
        read("archives", ArchiveName);
        db.prepare("DELETE FROM archives WHERE name = ?").run(ArchiveName);
        return {};
      },
    ],
    [
      "StartReplay",
      (body) => {
        const input = parseInput(ReplayInput, "StartReplay", body);
        if (db.prepare("SELECT 1 FROM replays WHERE name = ?").get(input.ReplayName))
          throw new AwsError("ResourceAlreadyExistsException", `Replay ${input.ReplayName} already exists.`);
        read("archives", input.EventSourceArn.split("/").at(-1) ?? "");
        write("replays", input.ReplayName, { ...input, State: "RUNNING", ReplayStartTime: timers.nowMs() / 1000 });
        void replay(input);
        return { ReplayArn: arn(`replay/${input.ReplayName}`), State: "STARTING" };
      },
    ],
    ["DescribeReplay", (body) => read("replays", parseInput(NamedReplay, "DescribeReplay", body).ReplayName)],
    ["ListReplays", () => ({ Replays: list("replays") })],
    [
      "CancelReplay",
      (body) => {
        const { ReplayName } = parseInput(NamedReplay, "CancelReplay", body);
        write("replays", ReplayName, { ...read("replays", ReplayName), State: "CANCELLED" });
        return { ReplayArn: arn(`replay/${ReplayName}`), State: "CANCELLING" };
      },
    ],
  ];
}

function archiveOf(archive: Readonly<Record<string, unknown>>) {
  const bus = String(archive.EventSourceArn).split("/").at(-1) ?? "default";
  return { bus, pattern: archive.EventPattern === undefined ? undefined : compilePattern(archive.EventPattern) };
}
