import { AwsError } from "../../edge/aws-service.ts";
import type { Engine } from "../engine.ts";
import type { OpenCallback } from "../interpreter/callbacks.ts";
import {
  checkJson,
  parseRequest,
  SendTaskFailureRequest,
  SendTaskHeartbeatRequest,
  SendTaskSuccessRequest,
} from "./requests.ts";
import type { Operation } from "./service.ts";

export const sendTaskSuccess: Operation = async ({ store, engine }, body) => {
  const { taskToken, output } = parseRequest(SendTaskSuccessRequest, body);
  const result: unknown = JSON.parse(checkJson(output, "InvalidOutput"));
  openTask(engine, taskToken).settle({ type: "succeeded", result });
  await store.durable();
  return {};
};

export const sendTaskFailure: Operation = async ({ store, engine }, body) => {
  const { taskToken, error = "", cause = "" } = parseRequest(SendTaskFailureRequest, body);
  openTask(engine, taskToken).settle({ type: "failed", error, cause });
  await store.durable();
  return {};
};

export const sendTaskHeartbeat: Operation = async ({ engine }, body) => {
  openTask(engine, parseRequest(SendTaskHeartbeatRequest, body).taskToken).heartbeat();
  return {};
};

/** @throws AwsError InvalidToken, TaskDoesNotExist (never given out here), TaskTimedOut (its task has ended) */
function openTask(engine: Engine, token: string): OpenCallback {
  const sight = engine.token(token);
  switch (sight.kind) {
    case "open":
      return sight.callback;
    case "malformed":
      throw new AwsError("InvalidToken", "Invalid Token: 'taskToken' is not a task token of this service");
    case "unknown":
      throw new AwsError("TaskDoesNotExist", "Task does not exist");
    case "closed":
      throw new AwsError("TaskTimedOut", "Task Timed Out: the task of this token has ended");
  }
}
