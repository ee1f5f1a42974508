import { useQuery } from "@tanstack/react-query";
import { fetchOrders } from "../api/orders.ts";
import { Heading } from "../shell/heading.tsx";
import { plain } from "../shell/plain-text.ts";
import { Approvals } from "./approvals.tsx";
import { KillSwitch } from "./kill-switch.tsx";
import { Overrides } from "./overrides.tsx";
import "./orders.css";

/** What people have decided, and what waits for them: kill switch, approvals, orders in force. */
export function Orders() {
  const { data, error } = useQuery({
    queryKey: ["orders"],
    queryFn: fetchOrders,
    refetchInterval: 2_000,
    retry: false,
  });
  return (
    <div className={error ? "page stale" : "page"}>
      {error && (
        <p role="alert" className="banner">
          {data ? "This is what was last seen. " : ""}
          {plain(error.message)}
        </p>
      )}
      {!data && (
        <header className={`verdict ${error ? "bad" : "watch"}`}>
          <Heading>{error ? "Orders cannot be read" : "Looking …"}</Heading>
        </header>
      )}
      {data && (
        <>
          <KillSwitch value={data.killSwitch} />
          <Approvals value={data.approvals} />
          <Overrides value={data.overrides} nowMs={data.approvals.atMs} />
        </>
      )}
    </div>
  );
}
