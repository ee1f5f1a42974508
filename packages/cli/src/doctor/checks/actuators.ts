import { type Check, failed, unlessNone, warning } from "../check.ts";
import { explainFailure } from "../explain-failure.ts";

/** What would be read before a move: the state of every route that a stored plan changes. Nothing is written. */
export const actuators: Check = {
  id: "actuators",
  timeLimitMs: 60_000,
  async look({ deps, settings }) {
    const changes = (await deps.plans.list()).flatMap((plan) => plan.changes);
    const judged = await Promise.all(
      changes.map(async (change) => {
        try {
          await deps.steering.actuator(change.actuator).snapshot(change);
          return [];
        } catch (error) {
          const { seen } = explainFailure(error);
          const todo = `skylane permissions --cloud ${change.cloud} --for ${change.actuator}`;
          return [failed(`${change.actuator}, ${change.prefix}: ${seen}`, todo)];
        }
      }),
    );
    const count = new Set(changes.map(({ actuator }) => actuator)).size;
    if (changes.length === 0)
      return [
        warning(
          "no failover plan is stored: nothing can be moved",
          `aws lambda invoke --function-name ${settings.names.functionOf("refresh-choices")} /dev/stdout`,
        ),
      ];
    return unlessNone(judged.flat(), `${changes.length} routes of the stored plans read by ${count} actuators`);
  },
};
