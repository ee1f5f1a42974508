import {
  type GroupId,
  objectivesByPath,
  type PathId,
  type PathObjectives,
  type SkylaneConfig,
  SLOW_BUDGET_RATIO,
  type SloKind,
  type VantageId,
} from "@skylane/core";

/** One objective of one path, as it is declared. */
export interface Objective {
  readonly pathId: PathId;
  readonly groupId: GroupId;
  readonly vantageId: VantageId;
  readonly kind: SloKind;
  /** Share of the time that may be bad. */
  readonly budgetRatio: number;
  readonly objectiveRatio: number;
  readonly latencyP95Ms?: number;
}

/** Every objective of every path of the configuration; none where no SLOs are configured. */
export function objectivesOf(config: SkylaneConfig): readonly Objective[] {
  const byPath = objectivesByPath(config);
  return config.groups.flatMap((group) =>
    group.paths.flatMap((path): readonly Objective[] => {
      const said = byPath.get(path.id);
      const about = { pathId: path.id, groupId: group.id, vantageId: path.probe.vantageId };
      return said ? ofPath(about, said) : [];
    }),
  );
}

/** What a share leaves, without the trailing digits of a subtraction. */
const rest = (ratio: number): number => Math.round((1 - ratio) * 1e9) / 1e9;

const ofPath = (
  about: Pick<Objective, "pathId" | "groupId" | "vantageId">,
  { availabilityRatio, latencyP95Ms }: PathObjectives,
): readonly Objective[] => [
  { ...about, kind: "availability", budgetRatio: rest(availabilityRatio), objectiveRatio: availabilityRatio },
  ...(latencyP95Ms === undefined
    ? []
    : [
        {
          ...about,
          kind: "latency" as const,
          budgetRatio: SLOW_BUDGET_RATIO,
          objectiveRatio: 1 - SLOW_BUDGET_RATIO,
          latencyP95Ms,
        },
      ]),
];
