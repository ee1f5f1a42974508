import { AwsError } from "../../edge/aws-service.ts";
import { CreateEventBusInput, ListInput, NamedBusInput, parseInput } from "./requests.ts";
import { atomically, needBus, type Operation, pageOf, present, type Service } from "./service.ts";

const createEventBus: Operation = (service, body) => {
  const input = parseInput(CreateEventBusInput, body);
  const { changes } = service.db
    .prepare("INSERT OR IGNORE INTO buses (name, description, created_at_ms) VALUES (?, ?, ?)")
    .run(input.Name, input.Description ?? null, service.timers.nowMs());
  if (changes === 0) throw new AwsError("ResourceAlreadyExistsException", `Event bus ${input.Name} already exists.`);
  service.rules.forget();
  return present({ EventBusArn: service.arns.bus(input.Name), Description: input.Description });
};

const describe = (service: Service, row: Record<string, unknown>): Record<string, unknown> =>
  present({
    Name: row.name,
    Arn: service.arns.bus(String(row.name)),
    Description: row.description,
    CreationTime: Number(row.created_at_ms) / 1000,
    LastModifiedTime: Number(row.created_at_ms) / 1000,
  });

const describeEventBus: Operation = (service, body) => {
  const { Name } = parseInput(NamedBusInput, body);
  needBus(service, Name);
  return describe(service, service.db.prepare("SELECT * FROM buses WHERE name = ?").get(Name) ?? {});
};

const listEventBuses: Operation = (service, body) => {
  const rows = service.db.prepare("SELECT * FROM buses ORDER BY name").all();
  const { page, token } = pageOf(rows, (row) => String(row.name), parseInput(ListInput, body));
  return { EventBuses: page.map((row) => describe(service, row)), ...token };
};

const deleteEventBus: Operation = (service, body) => {
  const { Name } = parseInput(NamedBusInput, body);
  const { db } = service;
  if (Name === "default") throw new AwsError("ValidationException", "Cannot delete event bus default.");
  if (db.prepare("SELECT 1 FROM rules WHERE bus = ?").get(Name))
    throw new AwsError("ValidationException", `Cannot delete event bus ${Name} since it has rules. Delete them first.`);
  atomically(db, () => {
    db.prepare("DELETE FROM buses WHERE name = ?").run(Name); // a bus that is not there is deleted already, as on AWS
    db.prepare("DELETE FROM archived WHERE archive IN (SELECT name FROM archives WHERE bus = ?)").run(Name);
    db.prepare("DELETE FROM archives WHERE bus = ?").run(Name);
  });
  service.rules.forget();
  return {};
};

/** Operations on event buses. */
export const busOperations: Readonly<Record<string, Operation>> = {
  CreateEventBus: createEventBus,
  DescribeEventBus: describeEventBus,
  ListEventBuses: listEventBuses,
  DeleteEventBus: deleteEventBus,
};
