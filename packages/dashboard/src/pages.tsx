import { App } from "./app.tsx";
import { isExplore } from "./explore/address.ts";
import { Explore } from "./explore/explore.tsx";
import { Nav } from "./nav.tsx";
import { useHash } from "./use-hash.ts";

/** The page that the address names. */
export function Pages() {
  const hash = useHash();
  const isExploring = isExplore(hash);
  return (
    <>
      <Nav page={isExploring ? "explore" : "now"} />
      {isExploring ? <Explore hash={hash} /> : <App />}
    </>
  );
}
