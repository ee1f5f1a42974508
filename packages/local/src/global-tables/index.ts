export { openAcceptor } from "./acceptor.ts";
export { type GlobalTables, openGlobalTables, type Peers } from "./open-global-tables.ts";
export { replicationService } from "./wire.ts";
