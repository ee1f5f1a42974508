import { useQuery } from "@tanstack/react-query";
import { fetchOrders } from "../api/orders.ts";
import "./orders.css";

/** How many moves wait for an approver, and the way to them; nothing while none does. */
export function Waiting() {
  const { data } = useQuery({ queryKey: ["orders"], queryFn: fetchOrders, refetchInterval: 2_000, retry: false });
  const { atMs = 0, approvals = [] } = data?.approvals ?? {};
  const count = approvals.filter(({ status, expiresAtMs }) => status === "pending" && atMs < expiresAtMs).length;
  if (count === 0) return null;
  return (
    <div>
      <dt>Approvals</dt>
      <dd>
        <a href="#/orders">{count === 1 ? "1 move waits" : `${count} moves wait`}</a>
      </dd>
    </div>
  );
}
