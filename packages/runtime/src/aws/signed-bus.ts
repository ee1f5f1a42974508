import * as z from "zod";
import type { BusMaker } from "../publish/put-events.ts";
import { jsonCaller } from "./json-caller.ts";

const Taken = z.object({
  FailedEntryCount: z.int().optional(),
  Entries: z
    .array(
      z.object({
        EventId: z.string().optional(),
        ErrorCode: z.string().optional(),
        ErrorMessage: z.string().optional(),
      }),
    )
    .optional(),
});

/** PutEvents without EventBridge's client. */
export const signedBus: BusMaker = (options) => {
  const call = jsonCaller(
    {
      service: "events",
      variable: "EVENTBRIDGE",
      targetPrefix: "AWSEvents",
      contentType: "application/x-amz-json-1.1",
    },
    options,
  );
  return async (entries) =>
    Taken.parse(
      await call("PutEvents", {
        Entries: entries.map(({ Time, ...entry }) => ({ ...entry, ...(Time && { Time: Time.getTime() / 1_000 }) })),
      }),
    );
};
