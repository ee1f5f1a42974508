import type { FaultTest, FaultTests, SkylaneConfig } from "@skylane/core";
import { explainIssues } from "@skylane/core";
import type { Cloud, CloudContext } from "./_shared/define-cloud.ts";
import { cloudError } from "./_shared/errors.ts";
import { allSteering } from "./_steering.gen.ts";

/** Every official failover test of every cloud, found by id. @throws ERR_FAULT_TEST_UNKNOWN with the ids there are */
export function makeFaultTests(context: CloudContext, clouds: readonly Cloud[] = allSteering): FaultTests {
  const tests = new Map<string, FaultTest>();
  for (const cloud of clouds) for (const test of cloud.faultTests?.(context) ?? []) tests.set(test.id, test);
  return {
    test(id) {
      const found = tests.get(id);
      if (found) return found;
      throw cloudError(
        "ERR_FAULT_TEST_UNKNOWN",
        `there is no official test "${id}"; there are ${[...tests.keys()].join(", ")}`,
        { test: id },
      );
    },
  };
}

/** Checks what only the adapters understand: the settings of each path's test. @throws ERR_FAULT_TEST_UNKNOWN */
export function checkFaultTests(config: SkylaneConfig, tests: FaultTests): void {
  for (const group of config.groups)
    for (const { id, faultTest } of group.paths) {
      if (!faultTest) continue;
      const result = tests.test(faultTest.test).settings.safeParse(faultTest.settings);
      if (!result.success)
        throw cloudError(
          "ERR_FAULT_TEST_UNKNOWN",
          `group ${group.id}, faultTest of path ${id} does not fit ${faultTest.test}: ${explainIssues(result.error)}`,
          { groupId: group.id, test: faultTest.test },
        );
    }
}
