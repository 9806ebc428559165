import { badUserInput, truncate } from './errors.ts'

/** Decoded global ID. */
export interface GlobalId {
  readonly typename: string
  readonly id: string
}

/** Encodes a Relay global object ID: opaque to clients, stable across processes. */
export function encodeGlobalId(typename: string, id: string): string {
  return Buffer.from(`${typename}:${id}`).toString('base64')
}

/** Decodes a global ID; undefined unless {@link encodeGlobalId} created it. */
export function readGlobalId(globalId: string): GlobalId | undefined {
  const text = Buffer.from(globalId, 'base64').toString()
  const colon = text.indexOf(':')
  const decoded = { typename: text.slice(0, colon), id: text.slice(colon + 1) }
  // Node's decoder skips invalid base64, so only an exact round trip proves an ID valid.
  const isOurs = colon > 0 && encodeGlobalId(decoded.typename, decoded.id) === globalId
  return isOurs ? decoded : undefined
}

/** Decodes a global ID. @throws BAD_USER_INPUT unless {@link encodeGlobalId} created it. */
export function decodeGlobalId(globalId: string): GlobalId {
  const decoded = readGlobalId(globalId)
  if (decoded === undefined)
    throw badUserInput(
      `\`${truncate(globalId)}\` is not a valid global id: pass an \`id\` that this gateway returned.`,
    )
  return decoded
}
