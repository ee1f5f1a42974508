import { AwsError } from "../edge/aws-service.ts";
import { jsonBody, type RestAnswer, type RestRequest, type RestService } from "../edge/rest-service.ts";
import type { Schedule, ScheduleStore } from "./schedule-store.ts";

/** Scheduler's REST API, as `@aws-sdk/client-scheduler` speaks it, for the group `default`. */
export function schedulerRest(options: {
  readonly store: ScheduleStore;
  readonly arnOf: (name: string) => string;
  readonly put: (name: string, body: unknown) => void;
  readonly remove: (name: string) => void;
}): RestService {
  const { store, arnOf } = options;

  const need = (name: string): Schedule => {
    const schedule = store.get(name);
    if (!schedule) throw new AwsError("ResourceNotFoundException", `Schedule ${name} does not exist.`, 404);
    return schedule;
  };
  const describe = ({ name, body, createdAtMs, changedAtMs }: Schedule): Readonly<Record<string, unknown>> => ({
    ...body,
    Name: name,
    Arn: arnOf(name),
    CreationDate: createdAtMs / 1000,
    LastModificationDate: changedAtMs / 1000,
  });
  const summary = (schedule: Schedule): Readonly<Record<string, unknown>> => {
    const { Name, Arn, GroupName, State, CreationDate, LastModificationDate } = describe(schedule);
    const Target = { Arn: schedule.body.Target.Arn };
    return { Name, Arn, GroupName, State, CreationDate, LastModificationDate, Target };
  };

  const list = (query: URLSearchParams): RestAnswer => {
    const prefix = query.get("NamePrefix") ?? "";
    const state = query.get("State");
    const after = Buffer.from(query.get("NextToken") ?? "", "base64url").toString("utf8");
    const limit = Math.min(Math.max(Number(query.get("MaxResults") ?? 100) || 100, 1), 100);
    const isAsked = ({ name, body }: Schedule): boolean =>
      name.startsWith(prefix) && name > after && (state === null || body.State === state);
    const found = store.all().filter(isAsked);
    const page = found.slice(0, limit);
    const last = page.at(-1)?.name;
    const NextToken =
      found.length > page.length && last !== undefined && Buffer.from(last, "utf8").toString("base64url");
    return { statusCode: 200, body: { Schedules: page.map(summary), ...(NextToken && { NextToken }) } };
  };

  const onOne = (request: RestRequest, name: string): RestAnswer => {
    switch (request.method) {
      case "GET":
        return { statusCode: 200, body: describe(need(name)) };
      case "POST":
        if (store.get(name)) throw new AwsError("ConflictException", `Schedule ${name} already exists.`, 409);
        break;
      case "PUT":
        need(name);
        break;
      case "DELETE":
        need(name);
        options.remove(name);
        return { statusCode: 200, body: {} };
      default:
        throw unknown(request);
    }
    const { ClientToken: _token, ...body } = jsonBody(request) as Record<string, unknown>;
    options.put(name, body);
    return { statusCode: 200, body: { ScheduleArn: arnOf(name) } };
  };

  return {
    pathPrefixes: ["/schedules"],
    async handle(request) {
      const group = request.query.get("groupName") ?? request.query.get("ScheduleGroup") ?? "default";
      if (group !== "default")
        throw new AwsError(
          "ResourceNotFoundException",
          `Schedule group ${group} does not exist; there is only default.`,
          404,
        );
      if (request.path === "/schedules" && request.method === "GET") return list(request.query);
      const name = /^\/schedules\/([^/]+)$/.exec(request.path)?.[1];
      if (name === undefined) throw unknown(request);
      return onOne(request, decodeURIComponent(name));
    },
  };
}

const unknown = ({ method, path }: RestRequest): AwsError =>
  new AwsError("UnknownOperationException", `Scheduler here has no ${method} ${path}.`, 404);
