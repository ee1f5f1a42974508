import { useQuery } from "@tanstack/react-query";
import { fetchOrders } from "../api.ts";
import { Approvals } from "./approvals.tsx";
import { KillSwitch } from "./kill-switch.tsx";
import { Overrides } from "./overrides.tsx";
import "./orders.css";

export const isOrders = (hash: string): boolean => /^#\/orders(\?|$)/.test(hash);

/** What people have decided, and what waits for them: kill switch, approvals, orders in force. */
export function Orders() {
  const { data, error } = useQuery({
    queryKey: ["orders"],
    queryFn: fetchOrders,
    refetchInterval: 2_000,
    retry: false,
  });
  return (
    <main className={error ? "page stale" : "page"}>
      {error && (
        <p role="alert" className="banner">
          {data ? "This is what was last seen. " : ""}
          {error.message}
        </p>
      )}
      {data && (
        <>
          <KillSwitch value={data.killSwitch} />
          <Approvals value={data.approvals} />
          <Overrides value={data.overrides} nowMs={data.approvals.atMs} />
        </>
      )}
    </main>
  );
}
