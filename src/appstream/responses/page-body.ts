/** Body of a page without its token, since pages with equal content differ in their tokens. */
export interface PageBody {
  /** Remaining bytes without the token. */
  readonly content: Uint8Array
  /** Token, if it is the first or the last member. */
  readonly nextToken: string | undefined
}

/** A longer token remains part of the content, which costs a parse. */
const MAX_TOKEN_LENGTH = 8_192
/** Plain ASCII without escapes, so that characters are bytes. */
const TOKEN = '"NextToken"\\s*:\\s*"([\\x20\\x21\\x23-\\x5b\\x5d-\\x7e]*)"\\s*'
const FIRST_MEMBER = new RegExp(`^\\s*\\{\\s*${TOKEN},`)
/** Text within a JSON string cannot match this: its quotes are escaped. */
const LAST_MEMBER = new RegExp(`,\\s*${TOKEN}\\}\\s*$`)

/** Splits an AWS JSON body; a token between other members remains part of the content. */
export function splitBody(body: Buffer): PageBody {
  const last = LAST_MEMBER.exec(body.subarray(-MAX_TOKEN_LENGTH).toString())
  if (last !== null) return { content: body.subarray(0, body.length - last[0].length), nextToken: last[1] }
  const first = FIRST_MEMBER.exec(body.subarray(0, MAX_TOKEN_LENGTH).toString())
  if (first !== null) return { content: body.subarray(first[0].length), nextToken: first[1] }
  return { content: body, nextToken: undefined }
}
