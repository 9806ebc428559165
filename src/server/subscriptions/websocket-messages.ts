/**
 * Adds the empty `query` that clients leave out of a message where they name a document by its hash or id: graphql-ws
 * would close the connection, and with it every other operation. Other messages are returned as they are, unparsed.
 */
export function withQuery(text: string): string {
  if (!text.includes('"subscribe"') || /"query"\s*:\s*"/.test(text)) return text
  try {
    const message: unknown = JSON.parse(text)
    if (!isRecord(message) || !isRecord(message['payload'])) return text
    const { query, documentId, extensions } = message['payload']
    if (query != null || (documentId == null && extensions == null)) return text
    return JSON.stringify({ ...message, payload: { ...message['payload'], query: '' } })
  } catch {
    // Not JSON, or nested too deep to be written again: graphql-ws says so.
    return text
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null
}
