import { expect } from 'vitest'

interface FleetFields {
  readonly name: string
  readonly createdTime: string
  readonly fleetErrors: readonly { readonly errorCode: string }[]
}

interface Capacity {
  readonly desired: number
  readonly provisioned: number
  readonly inUse: number
}

export interface Event {
  readonly kind: string
  readonly cursor: string
  readonly fleet: FleetFields | null
  readonly state: string | null
  readonly previousState: string | null
  readonly errorsChanged: boolean
  readonly capacity: Capacity | null
  readonly previousCapacity: Capacity | null
}

export interface Listed extends FleetFields {
  readonly state: string
  readonly capacity: Capacity
}

export interface Associated {
  readonly name: string
  readonly others: { readonly nodes: readonly { readonly name: string }[] } | null
}

export const FIELDS = 'name createdTime fleetErrors { errorCode }'

export const formatErrors = ({ fleetErrors }: FleetFields) =>
  fleetErrors.map(({ errorCode }) => errorCode).sort()
export const formatState = (state: string | null, fleet: FleetFields) =>
  JSON.stringify([state, formatErrors(fleet), fleet.createdTime])
export const formatCapacity = (capacity: Capacity | null, { createdTime }: FleetFields) =>
  JSON.stringify([capacity?.desired, capacity?.provisioned, capacity?.inUse, createdTime])

/** Creates a handler that applies events to a map, and throws if one does not follow from what the map holds. */
export function applyTo(
  held: Map<string, string>,
  after: (event: Event, fleet: FleetFields) => string,
  before: (event: Event, fleet: FleetFields, held: string) => unknown,
) {
  return (event: Event) => {
    const { kind, fleet } = event
    if (kind === 'RESET') held.clear()
    if (fleet === null) return
    const { name } = fleet
    const known = held.get(name)
    if (kind === 'SNAPSHOT' || kind === 'CREATED') {
      expect(known, `${name} before ${kind}`).toBeUndefined()
    } else {
      expect(known, `${name} before ${kind}`).toBeDefined()
      expect(before(event, fleet, known ?? ''), `${name} before ${kind}`).toBe(true)
    }
    if (kind === 'DELETED') held.delete(name)
    else {
      expect(after(event, fleet), `a repeated ${kind} of ${name}`).not.toBe(known)
      held.set(name, after(event, fleet))
    }
  }
}
