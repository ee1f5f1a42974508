import type { ChatOrder } from "../model/chat-order.ts";

/** Orders from a chat between their acknowledgement and their answer; gone an hour later. */
export interface ChatOrderStore {
  /** Keeps what is there if an order of that id is. */
  open(order: ChatOrder): Promise<void>;
  find(orderId: string): Promise<ChatOrder | undefined>;
  save(order: ChatOrder): Promise<void>;
}
