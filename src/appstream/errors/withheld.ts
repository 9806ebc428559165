/** Returns a copy of an error without its cause, and with this text as its message and stack. */
export function withText(error: Error, text: string): Error {
  // A DOMException, such as a timeout, contains no text of AWS, and a copy of it would be unusable.
  if (error instanceof DOMException) return error
  const { cause: _, ...others }: PropertyDescriptorMap = Object.getOwnPropertyDescriptors(error)
  return Object.create(Object.getPrototypeOf(error), {
    ...others,
    message: { value: text, configurable: true, writable: true },
    stack: { value: `${error.name}: ${text}`, configurable: true, writable: true },
  })
}

/** Returns the error of a call. Replaces the text about a response that is not JSON, because it quotes the response. */
export function withoutQuote(error: unknown): unknown {
  const isQuoting = error instanceof SyntaxError && error.message.includes('JSON')
  return isQuoting ? withText(error, 'The response is not valid JSON.') : error
}

/** Members of requests that are secrets, including their nested members. */
export const SECRET_MEMBERS: ReadonlySet<string> = new Set(['AccountPassword', 'AppCatalogConfig'])

/** A text with this many successive letters and digits of a secret repeats a part of it. */
const SHARED_LENGTH = 6
/** Same, for paths: they contain words that AWS uses itself, such as Windows. */
const SHARED_LENGTH_OF_PATHS = 16
const PATHS: ReadonlySet<string> = new Set([
  'AbsoluteAppPath',
  'AbsoluteIconPath',
  'AbsoluteManifestPath',
  'WorkingDirectory',
])

interface Secret {
  readonly text: string
  readonly sharedLength: number
}

/** Longer texts are not compared but omitted. */
const MAX_COMPARED = 100_000
const MAX_CAUSES = 10

/** Returns the error of a request. Replaces the text if it repeats a secret of the request, or a part of one. */
export function withoutSecrets(error: unknown, request: object): unknown {
  if (!(error instanceof Error)) return error
  const secrets = secretsIn(request)
  if (secrets.length === 0 || !repeatsAny(textOf(error), secrets)) return error
  return withText(error, 'The message is omitted because it repeats a secret.')
}

/** Returns the text of an error and its causes that loggers and clients may get. */
function textOf(error: Error): string {
  const texts: string[] = []
  let cause: unknown = error
  for (let depth = 0; cause instanceof Error && depth < MAX_CAUSES; depth++) {
    // Frames hold names of functions and files, which short secrets resemble by chance.
    texts.push(cause.message, String(cause.stack).replace(/^ +at .*$/gm, ''))
    cause = cause.cause
  }
  return [...texts, String(cause)].join('\n')
}

function repeatsAny(text: string, secrets: readonly Secret[]): boolean {
  if (text.length > MAX_COMPARED) return true
  const letters = `${lettersOf(text)}\n${lettersOf(decoded(text))}`
  const lengths = new Set(secrets.map(({ sharedLength }) => sharedLength))
  const parts = new Set([...lengths].flatMap((length) => [...partsOf(letters, length)]))
  return secrets.some(({ text: secret, sharedLength }) => {
    const whole = lettersOf(secret)
    if (text.includes(secret)) return true
    if (whole.length < sharedLength) return whole !== '' && letters.includes(whole)
    for (const part of partsOf(whole, sharedLength)) if (parts.has(part)) return true
    return false
  })
}

/** Yields each part of a text with this many characters. */
function* partsOf(text: string, length: number): Generator<string> {
  for (let end = length; end <= text.length; end++) yield text.slice(end - length, end)
}

/** Returns the letters and digits of a text: quotes, slashes and spaces differ between encodings. */
function lettersOf(text: string): string {
  return text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')
}

/** Returns a text without the escapes of JSON, URLs and XML. */
function decoded(text: string): string {
  const ofCode = (digits: string, radix: number) =>
    String.fromCodePoint(Number.parseInt(digits, radix) % 0x110000)
  return text
    .replace(/(?<!\\)\\+u([0-9a-f]{4})/gi, (_, digits: string) => ofCode(digits, 16))
    .replace(/(?<!\\)\\+[bfnrt]/g, ' ')
    .replace(/(?:%[0-9a-f]{2})+/gi, (bytes) => Buffer.from(bytes.replaceAll('%', ''), 'hex').toString())
    .replace(/&#x([0-9a-f]{1,6});/gi, (_, digits: string) => ofCode(digits, 16))
    .replace(/&#([0-9]{1,7});/g, (_, digits: string) => ofCode(digits, 10))
    .replace(/&(?:amp|lt|gt|quot|apos);/g, ' ')
}

/** Returns the secrets in a value of a request: all strings if `isSecret`, else those in secret members. */
function secretsIn(value: object, isSecret = false): readonly Secret[] {
  return Object.entries(value).flatMap(([member, inner]: [string, unknown]) => {
    const isInSecret = isSecret || SECRET_MEMBERS.has(member)
    if (typeof inner === 'object' && inner !== null) return secretsIn(inner, isInSecret)
    if (!isInSecret || typeof inner !== 'string' || inner === '') return []
    return [{ text: inner, sharedLength: PATHS.has(member) ? SHARED_LENGTH_OF_PATHS : SHARED_LENGTH }]
  })
}
