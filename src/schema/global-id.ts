import { badUserInput, clip } from './errors.ts'

/** What a global id names. */
export interface GlobalId {
  readonly typename: string
  readonly id: string
}

/** Relay's global object id: opaque to clients, stable across processes. */
export function encodeGlobalId(typename: string, id: string): string {
  return Buffer.from(`${typename}:${id}`).toString('base64')
}

/** Reads a global id back; undefined for anything that {@link encodeGlobalId} did not make. */
export function readGlobalId(globalId: string): GlobalId | undefined {
  const text = Buffer.from(globalId, 'base64').toString()
  const colon = text.indexOf(':')
  const decoded = { typename: text.slice(0, colon), id: text.slice(colon + 1) }
  // Node's decoder passes over what is not base64: only a faithful round trip is one of ours.
  const isOurs = colon > 0 && encodeGlobalId(decoded.typename, decoded.id) === globalId
  return isOurs ? decoded : undefined
}

/** Reads a global id back. @throws BAD_USER_INPUT for anything that {@link encodeGlobalId} did not make. */
export function decodeGlobalId(globalId: string): GlobalId {
  const decoded = readGlobalId(globalId)
  if (decoded === undefined) throw badUserInput(`\`${clip(globalId)}\` is not a global id.`)
  return decoded
}
