import { createHmac, timingSafeEqual } from 'node:crypto'
import type { GraphQLParams } from 'graphql-yoga'
import { stringify } from 'safe-stable-stringify'
import { refusal } from '../refusal.ts'

/** Checks that a trusted router signed an operation. @throws a refusal (401) where it did not. */
export type SignatureCheck = (params: GraphQLParams) => void

/** Where Hive Gateway puts its signature (`hmacSignature` in its configuration). */
const EXTENSION = 'hmac-signature'

/**
 * Makes the check of Hive Gateway's HMAC signatures: SHA-256 over the query and its variables as JSON with sorted keys,
 * in base64, in the operation's `extensions`. Any router that can run a script can do the same.
 */
export function createSignatureCheck(secret: string): SignatureCheck {
  return ({ query, variables, extensions }) => {
    // What is signed is a query; one that is named by an id could be any.
    if (typeof query !== 'string') throw refused('no query to sign')
    const hasVariables = variables != null && Object.keys(variables).length > 0
    const signed = stringify({ query, variables: hasVariables ? variables : undefined }) ?? ''
    const expected = createHmac('sha256', secret).update(signed).digest()
    const given: unknown = extensions?.[EXTENSION]
    const signature = Buffer.from(typeof given === 'string' ? given : '', 'base64')
    if (signature.length === expected.length && timingSafeEqual(signature, expected)) return
    throw refused(given === undefined ? 'no signature' : 'a wrong signature')
  }
}

function refused(what: string): Error {
  return refusal('ROUTER_SIGNATURE_INVALID', `This operation has ${what}: send it through the router.`, 401)
}
