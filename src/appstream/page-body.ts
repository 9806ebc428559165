/** The body of a page, apart from the token of the next one: pages of equal content differ in their tokens. */
export interface PageBody {
  /** The bytes that are left without the token. */
  readonly content: Uint8Array
  /** The token, where it is the first or the last member. */
  readonly nextToken: string | undefined
}

/** A longer token stays part of the content, which costs a parse. */
const MAX_TOKEN_LENGTH = 8_192
/** Plain ASCII without escapes, so that characters are bytes. */
const TOKEN = '"NextToken"\\s*:\\s*"([\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]*)"\\s*'
const FIRST_MEMBER = new RegExp(`^\\s*\\{\\s*${TOKEN},`)
/** Text within a JSON string cannot match this: its quotes are escaped. */
const LAST_MEMBER = new RegExp(`,\\s*${TOKEN}\\}\\s*$`)

/** Splits a body of AWS JSON; a token between other members stays part of the content. */
export function splitBody(body: Buffer): PageBody {
  const last = LAST_MEMBER.exec(body.subarray(-MAX_TOKEN_LENGTH).toString())
  if (last !== null) return { content: body.subarray(0, body.length - last[0].length), nextToken: last[1] }
  const first = FIRST_MEMBER.exec(body.subarray(0, MAX_TOKEN_LENGTH).toString())
  if (first !== null) return { content: body.subarray(first[0].length), nextToken: first[1] }
  return { content: body, nextToken: undefined }
}
