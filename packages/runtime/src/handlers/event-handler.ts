import type { EventOf, EventType } from "@skylane/core";
import { coreError, eventSchema, explainIssues } from "@skylane/core";
import * as z from "zod";
import type { Ports } from "../ports/ports.ts";
import { type Handler, handlerWith } from "./handler.ts";

/** The part of EventBridge's envelope that is needed: which event it is. */
const Envelope = z.looseObject({ "detail-type": z.string(), detail: z.unknown() });

/** A Lambda handler for EventBridge events of these types: parses the CloudEvent in `detail`, strictly, and hands it over. */
export const eventHandler = <Given, Type extends EventType, Result>(
  ports: Ports<Given>,
  types: readonly Type[],
  run: (deps: NoInfer<Given>, event: EventOf<Type>) => Promise<Result>,
): Handler<Result> =>
  handlerWith(ports, async (raw) => {
    const envelope = Envelope.safeParse(raw);
    const type = types.find((one) => envelope.success && one === envelope.data["detail-type"]);
    if (!envelope.success || type === undefined)
      throw coreError(
        "ERR_EVENT_INVALID",
        `expected an EventBridge event of type ${types.join(" or ")}; check the rule's pattern`,
      );
    const event = eventSchema(type).safeParse(envelope.data.detail);
    if (!event.success) throw coreError("ERR_EVENT_INVALID", `${type}: ${explainIssues(event.error)}`, { type });
    return run(await ports.make(), event.data);
  });
