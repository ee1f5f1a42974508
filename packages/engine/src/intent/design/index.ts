export { type AskedName, askedHost } from "./asked-name.ts";
export { type ConnectDesign, designConnections } from "./design-connections.ts";
export type { ConnectWorld, NamedIntent } from "./world.ts";
