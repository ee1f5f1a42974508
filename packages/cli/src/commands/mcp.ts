import { StdioServerTransport } from "@modelcontextprotocol/server/stdio";
import type { Command } from "commander";
import { apiClient } from "../api-client.ts";
import { mcpServer } from "../mcp/mcp-server.ts";
import { type TargetOptions, withTarget } from "./target-options.ts";

/** `skylane mcp`: the Model Context Protocol on standard input and output, for assistants. */
export const addMcp = (program: Command): void => {
  withTarget(
    program
      .command("mcp")
      .description("serve assistants over stdio (MCP): they may look and propose, and approve nothing"),
  ).action(async (options: TargetOptions) => {
    await mcpServer(apiClient(options)).connect(new StdioServerTransport());
  });
};
