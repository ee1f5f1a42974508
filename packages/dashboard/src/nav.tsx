/** The pages there are. */
export const Nav = ({ page }: { readonly page: "now" | "explore" | "orders" | "costs" }) => (
  <nav className="nav" aria-label="Pages">
    <span className="brand">Skylane</span>
    <a href="#/" aria-current={page === "now" ? "page" : undefined}>
      Now
    </a>
    <a href="#/explore" aria-current={page === "explore" ? "page" : undefined}>
      Explore
    </a>
    <a href="#/orders" aria-current={page === "orders" ? "page" : undefined}>
      Orders
    </a>
    <a href="#/costs" aria-current={page === "costs" ? "page" : undefined}>
      Costs
    </a>
  </nav>
);
