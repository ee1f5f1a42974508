import * as z from "zod";
import { ChatOrderId } from "../model/chat-order.ts";

/** An order from Slack was put away, to be carried out and answered. What it says stays in the state table. */
export const ChatOrderReceived = z.strictObject({
  orderId: ChatOrderId,
  userId: z.string().max(64),
  kind: z.enum(["command", "move", "intent", "pick", "say", "form"]),
});
