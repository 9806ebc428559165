/** The error code of the query protocols (`<Error><Code>`). */
const CODE = /<code>\s*([\w.]+)\s*<\/code>/i
/** Some front ends of AWS only name the error in the root element: `<UnknownOperationException/>`. */
const ROOT = /^\s*(?:<\?xml[^>]*>\s*)?<([A-Z]\w*Exception)[\s/>]/
const MESSAGE = /<message>([^<]*)<\/message>/i
/** AWS errors are smaller. */
const MAX_BYTES = 65_536

/**
 * Converts an XML error to an AWS JSON body, so that it can be classified by name. Front ends and imitations of AWS
 * return XML even for AWS JSON requests.
 * @returns undefined for any other body, such as the page of a proxy
 */
export function xmlErrorAsJson(body: Uint8Array): Uint8Array | undefined {
  if (body.byteLength > MAX_BYTES) return undefined
  const text = Buffer.from(body).toString()
  if (!text.trimStart().startsWith('<')) return undefined
  const name = CODE.exec(text)?.[1] ?? ROOT.exec(text)?.[1]
  if (name === undefined) return undefined
  const message = MESSAGE.exec(text)?.[1]?.trim() ?? ''
  return Buffer.from(JSON.stringify({ __type: name, message: unescapeXml(message) }))
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' }

function unescapeXml(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (entity, name: string) => ENTITIES[name] ?? entity)
}
