import type { ChatOrder } from "@skylane/core";
import type { Deps } from "../../deps.ts";

/** Puts an order away and says so on the bus, where it is carried out: all that is done before a chat is answered. */
export async function receiveOrder(
  { chatOrders, clock, publisher }: Pick<Deps, "chatOrders" | "clock" | "publisher">,
  { id, userId, request, replyUrl }: Pick<ChatOrder, "id" | "userId" | "request" | "replyUrl">,
): Promise<void> {
  const askedAtMs = clock.nowMs();
  await chatOrders.open({ id, userId, request, askedAtMs, ...(replyUrl !== undefined && { replyUrl }) });
  await publisher.publish([
    {
      type: "chat.order-received.v1",
      subject: id,
      epoch: askedAtMs,
      seq: 0,
      data: { orderId: id, userId, kind: request.kind },
    },
  ]);
}
