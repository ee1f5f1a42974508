import { App } from "./app.tsx";
import { isCosts } from "./costs/address.ts";
import { Costs } from "./costs/costs.tsx";
import { isExplore } from "./explore/address.ts";
import { Explore } from "./explore/explore.tsx";
import { Nav } from "./nav.tsx";
import { isOrders, Orders } from "./orders/orders.tsx";
import { useHash } from "./use-hash.ts";

/** The page that the address names. */
export function Pages() {
  const hash = useHash();
  const page = isExplore(hash) ? "explore" : isOrders(hash) ? "orders" : isCosts(hash) ? "costs" : "now";
  return (
    <>
      <Nav page={page} />
      {page === "explore" && <Explore hash={hash} />}
      {page === "orders" && <Orders />}
      {page === "costs" && <Costs hash={hash} />}
      {page === "now" && <App />}
    </>
  );
}
