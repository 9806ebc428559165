/**
 * Whether an Accept header asks for a media type in the variant that a parameter names, quoted or not:
 * `multipart/mixed;subscriptionSpec="1.0"`. Yoga's own matching leaves parameters out.
 * @param parameter in lower case, for instance `subscriptionspec=1.0`.
 */
export function acceptsVariant(headers: Headers, mediaType: string, parameter: string): boolean {
  const ranges = (headers.get('accept') ?? '').toLowerCase().split(',')
  return ranges.some((range) => {
    const [type, ...parameters] = range.split(';').map((part) => part.trim().replaceAll('"', ''))
    return type === mediaType && parameters.includes(parameter)
  })
}
