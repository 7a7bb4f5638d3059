// Requests that a double makes itself: source URLs and webhooks.
export { createOutbound } from './outbound.ts'
export type { Outbound, OutboundOptions, OutboundRequest, OutboundResponse } from './outbound.ts'
export { OutboundRefused } from './refused.ts'
export type { RefusalReason } from './refused.ts'
export type { Timer, Transport, TransportRequest, TransportResponse } from './transport.ts'
