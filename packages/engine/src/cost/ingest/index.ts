export { type RowConverter, type TakenDelivery, type TakeRules, takeDelivery } from "./take-delivery.ts";
