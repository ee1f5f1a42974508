import { App } from "./app.tsx";
import { isExplore } from "./explore/address.ts";
import { Explore } from "./explore/explore.tsx";
import { Nav } from "./nav.tsx";
import { isOrders, Orders } from "./orders/orders.tsx";
import { useHash } from "./use-hash.ts";

/** The page that the address names. */
export function Pages() {
  const hash = useHash();
  const page = isExplore(hash) ? "explore" : isOrders(hash) ? "orders" : "now";
  return (
    <>
      <Nav page={page} />
      {page === "explore" && <Explore hash={hash} />}
      {page === "orders" && <Orders />}
      {page === "now" && <App />}
    </>
  );
}
