export { commitmentsOf, type OnDemandBook, onDemandBook } from "./hourly-on-demand.ts";
export type {
  AdviceInputs,
  CommitmentOffer,
  FlowUse,
  LinkUse,
  OnDemandPool,
  Placement,
  ResourceUse,
  StorageUse,
} from "./inputs.ts";
export { recommend } from "./recommend.ts";
