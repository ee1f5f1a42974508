import { AwsError } from "../../edge/aws-service.ts";
import { nameOf } from "../arns.ts";
import { compileEventPattern } from "../patterns.ts";
import {
  CreateArchiveInput,
  ListArchivesInput,
  NamedArchiveInput,
  parseInput,
  UpdateArchiveInput,
} from "./requests.ts";
import { atomically, needBus, notFound, type Operation, pageOf, present, type Service } from "./service.ts";

const createArchive: Operation = (service, body) => {
  const input = parseInput(CreateArchiveInput, body);
  const bus = nameOf(input.EventSourceArn);
  needBus(service, bus);
  if (input.EventPattern !== undefined) compileEventPattern(input.EventPattern);
  const nowMs = service.timers.nowMs();
  const { changes } = service.db
    .prepare("INSERT OR IGNORE INTO archives VALUES (?, ?, ?, ?, ?, ?)")
    .run(
      input.ArchiveName,
      bus,
      input.EventPattern ?? null,
      input.Description ?? null,
      input.RetentionDays ?? 0,
      nowMs,
    );
  if (changes === 0)
    throw new AwsError("ResourceAlreadyExistsException", `Archive ${input.ArchiveName} already exists.`);
  service.rules.forget();
  return { ArchiveArn: service.arns.archive(input.ArchiveName), State: "ENABLED", CreationTime: nowMs / 1000 };
};

const updateArchive: Operation = (service, body) => {
  const input = parseInput(UpdateArchiveInput, body);
  const row = needArchive(service, input.ArchiveName);
  if (input.EventPattern !== undefined) compileEventPattern(input.EventPattern);
  service.db
    .prepare(
      `UPDATE archives SET pattern = COALESCE(?, pattern), description = COALESCE(?, description),
         retention_days = COALESCE(?, retention_days) WHERE name = ?`,
    )
    .run(input.EventPattern ?? null, input.Description ?? null, input.RetentionDays ?? null, input.ArchiveName);
  service.rules.forget();
  return {
    ArchiveArn: service.arns.archive(input.ArchiveName),
    State: "ENABLED",
    CreationTime: Number(row.created_at_ms) / 1000,
  };
};

/** @throws AwsError ResourceNotFoundException */
export function needArchive({ db }: Service, name: string): Record<string, unknown> {
  const row = db.prepare("SELECT * FROM archives WHERE name = ?").get(name);
  if (!row) throw notFound(`Archive ${name}`);
  return row;
}

const summary = ({ db, arns }: Service, row: Record<string, unknown>): Record<string, unknown> => {
  const size = db
    .prepare("SELECT COUNT(*) AS count, COALESCE(SUM(bytes), 0) AS bytes FROM archived WHERE archive = ?")
    .get(String(row.name));
  return {
    ArchiveName: row.name,
    EventSourceArn: arns.bus(String(row.bus)),
    State: "ENABLED",
    RetentionDays: row.retention_days,
    SizeBytes: size?.bytes,
    EventCount: size?.count,
    CreationTime: Number(row.created_at_ms) / 1000,
  };
};

const describeArchive: Operation = (service, body) => {
  const { ArchiveName } = parseInput(NamedArchiveInput, body);
  const row = needArchive(service, ArchiveName);
  return present({
    ArchiveArn: service.arns.archive(ArchiveName),
    ...summary(service, row),
    Description: row.description,
    EventPattern: row.pattern,
  });
};

const listArchives: Operation = (service, body) => {
  const input = parseInput(ListArchivesInput, body);
  const bus = input.EventSourceArn === undefined ? undefined : nameOf(input.EventSourceArn);
  const rows = service.db.prepare("SELECT * FROM archives ORDER BY name").all();
  const ofBus = rows.filter((row) => bus === undefined || row.bus === bus);
  const { page, token } = pageOf(ofBus, (row) => String(row.name), input);
  return { Archives: page.map((row) => summary(service, row)), ...token };
};

const deleteArchive: Operation = (service, body) => {
  const { ArchiveName } = parseInput(NamedArchiveInput, body);
  needArchive(service, ArchiveName);
  atomically(service.db, () => {
    service.db.prepare("DELETE FROM archived WHERE archive = ?").run(ArchiveName);
    service.db.prepare("DELETE FROM archives WHERE name = ?").run(ArchiveName);
  });
  service.rules.forget();
  return {};
};

/** Operations on archives. */
export const archiveOperations: Readonly<Record<string, Operation>> = {
  CreateArchive: createArchive,
  UpdateArchive: updateArchive,
  DescribeArchive: describeArchive,
  ListArchives: listArchives,
  DeleteArchive: deleteArchive,
};
