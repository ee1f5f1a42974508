import { costsRoute } from "./costs/route.tsx";
import { exploreRoute } from "./explore/route.tsx";
import { ordersRoute } from "./orders/route.tsx";
import { overviewRoute } from "./overview/route.tsx";
import { rootRoute } from "./shell/root-route.tsx";

/** Every page there is, in the order of the navigation. */
export const routeTree = rootRoute.addChildren([overviewRoute, exploreRoute, ordersRoute, costsRoute]);
