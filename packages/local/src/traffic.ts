export { EstateError, loadEstate, playTraffic, type RouteRecord, type TrafficPlay } from "@skylane/twin";
