import type { Command } from "commander";
import { addTopologyHistory } from "./topology-history.ts";
import { addTopologyShow } from "./topology-show.ts";

/** `skylane topology …` */
export const addTopology = (program: Command): void => {
  const topology = program.command("topology").description("the estate");
  addTopologyShow(topology);
  addTopologyHistory(topology);
};
