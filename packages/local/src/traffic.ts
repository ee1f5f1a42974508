export {
  EstateError,
  loadEstate,
  playTraffic,
  type RouteRecord,
  type TrafficPlay,
  type WrittenBills,
  writeBills,
} from "@skylane/twin";
