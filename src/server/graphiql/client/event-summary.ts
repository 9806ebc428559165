const MAX_LENGTH = 120

/** Returns one line about an event: its kind, the name of its resource and its state, or shortened JSON. */
export function summarizeEvent(result: unknown): string {
  const { data, errors } = isRecord(result) ? result : {}
  const messages = Array.isArray(errors) ? errors.map(messageOf) : []
  const event = isRecord(data) ? Object.values(data)[0] : undefined
  if (event === undefined || event === null) return shorten(messages.join('; ') || JSON.stringify(result))
  const parts = isRecord(event) ? describe(event) : []
  const text = parts.length > 0 ? parts.join(' · ') : JSON.stringify(event)
  return shorten([text, ...messages].join('; '))
}

function describe(event: Readonly<Record<string, unknown>>): readonly string[] {
  const { kind, state, previousState } = event
  const change = [previousState, state].filter(isString).join(' → ')
  return [kind, nameIn(event), change].filter(isString).filter((part) => part !== '')
}

/** Returns the name of the resource of an event: the first member called `name`, or whose name ends so. */
function nameIn(event: Readonly<Record<string, unknown>>): string | undefined {
  const members = [event, ...Object.values(event).filter(isRecord)].flatMap((record) =>
    Object.entries(record),
  )
  const named = (pattern: RegExp) => members.find(([key, value]) => pattern.test(key) && isString(value))?.[1]
  const name = named(/^name$/) ?? named(/^(?!__).*name$/i)
  return isString(name) ? name : undefined
}

function messageOf(error: unknown): string {
  return isRecord(error) && isString(error['message']) ? error['message'] : JSON.stringify(error)
}

function shorten(text: string): string {
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text
}

function isString(value: unknown): value is string {
  return typeof value === 'string'
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
