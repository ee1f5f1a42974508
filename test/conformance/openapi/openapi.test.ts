import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { runningSkylane } from "../../support/running-skylane.ts";
import { findSchemathesis } from "./find-schemathesis.ts";

const SEED = 20_261_121;
const CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance";
/** Whatever only shows something, requests for connections, and orders that move nothing where their path is made up. */
const ORDERS =
  "^(submit-intent|submit-intents|order-intent|set-path-override|drain-path|approve-move|reject-move|answer-anomaly|answer-recommendation)$";

const found = findSchemathesis();
if ("reason" in found) console.log(`schemathesis skipped: ${found.reason}`);

describe.skipIf("reason" in found)("conformance/openapi", { timeout: 600_000 }, () => {
  const skylane = runningSkylane({ seed: 73, patienceMs: 120_000 });
  const probed = async (...choice: readonly string[]) => {
    const { url, token } = skylane.instance().info;
    const { stdout } = await promisify(execFile)(
      "binary" in found ? found.binary : "",
      [
        "run",
        `${url}/v1/openapi.json`,
        ...choice,
        ...["--header", `Authorization: Bearer ${token}`],
        ...["--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", "25"],
        ...[
          "--seed",
          String(SEED),
          "--generation-deterministic",
          "--workers",
          "1",
          "--no-color",
          "--continue-on-failure",
        ],
        ...["--warnings", "off", "--request-timeout", "30"],
      ],
      { maxBuffer: 64 * 1_048_576, cwd: skylane.fileOf(".") },
    ).catch((error: { stdout?: string; stderr?: string }) => ({ stdout: `${error.stdout}\n${error.stderr}` }));
    return stdout;
  };

  it("whatever is asked of a route that shows something, its answer is one that is documented", async () => {
    await skylane.untilAllUp();

    const said = await probed("--include-method", "GET");

    expect(said).toMatch(/\d+ generated, \d+ passed/);
    expect(said.includes("FAILURES") || said.includes("ERRORS"), said).toBe(false);
  });

  it("whatever is ordered, the answer is one that is documented, and never that something broke here", async () => {
    const said = await probed("--include-operation-id-regex", ORDERS);

    expect(said).toMatch(/\d+ generated/);
    expect(said.includes("FAILURES") || said.includes("ERRORS"), said).toBe(false);
  });
});
