import { createHmac, timingSafeEqual } from 'node:crypto'
import type { GraphQLParams } from 'graphql-yoga'
import { stringify } from 'safe-stable-stringify'
import { codedError } from '../coded-error.ts'

/**
 * Checks that a trusted router signed an operation.
 * @throws {GraphQLError} (401) if it did not.
 */
export type SignatureCheck = (params: GraphQLParams) => void

/** Name of Hive Gateway's signature (`hmacSignature` in its configuration). */
const EXTENSION = 'hmac-signature'

/**
 * Creates a check of Hive Gateway's HMAC signatures: SHA-256 over the query and its variables as JSON with sorted keys,
 * in base64, in the `extensions` of the operation. Any router that can run a script can create them.
 */
export function createSignatureCheck(secret: string): SignatureCheck {
  return ({ query, variables, extensions }) => {
    // The signature covers the query text, which a document id does not contain.
    if (typeof query !== 'string') throw rejection('no query text')
    const hasVariables = variables != null && Object.keys(variables).length > 0
    const signed = stringify({ query, variables: hasVariables ? variables : undefined }) ?? ''
    const expected = createHmac('sha256', secret).update(signed).digest()
    const given: unknown = extensions?.[EXTENSION]
    const signature = Buffer.from(typeof given === 'string' ? given : '', 'base64')
    if (signature.length === expected.length && timingSafeEqual(signature, expected)) return
    throw rejection(given === undefined ? 'no signature' : 'an invalid signature')
  }
}

function rejection(defect: string): Error {
  return codedError(
    'ROUTER_SIGNATURE_INVALID',
    `The operation has ${defect}: send it through the router.`,
    401,
  )
}
