import {
  createTestClock,
  createTestTime,
  startGateway,
  type TestGateway,
  type TestGatewayOptions,
} from '../../../support/gateway.ts'
import { type Subscription, subscribe } from '../../../support/subscription.ts'

export interface FilteredEvent {
  readonly kind: string
  readonly cursor: string
  readonly matches: boolean | null
  readonly state: string | null
  readonly previousState: string | null
  readonly item: { readonly name: string } | null
}

const SELECTION = 'kind cursor matches state previousState'

/** Starts a gateway with a clock of the test; that of the emulator stands still. */
export async function startWatched(options: TestGatewayOptions = {}) {
  const time = createTestTime()
  const gateway = await startGateway({ ...time, emulator: { clock: createTestClock() }, ...options })
  return { time, gateway, home: gateway.home }
}

/** Subscribes to image builders with these arguments. */
export function watchBuilders({ url }: TestGateway, args: string): Subscription<FilteredEvent> {
  return subscribe(
    url,
    `subscription { event: imageBuilderStateChanged(${args}) { ${SELECTION} item: imageBuilder { name } } }`,
  )
}

/** Subscribes to fleets with these arguments. */
export function watchFleets({ url }: TestGateway, args: string): Subscription<FilteredEvent> {
  return subscribe(
    url,
    `subscription { event: appStreamFleetStateChanged(${args}) { ${SELECTION} item: fleet { name } } }`,
  )
}

/** Returns the kind, name, state and match of events. */
export function tell(events: readonly FilteredEvent[]) {
  return events.map(({ kind, item, state, matches }) => [kind, item?.name ?? null, state, matches])
}
