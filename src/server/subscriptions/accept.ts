/**
 * Returns true if an Accept header contains a media type with a parameter, quoted or not, such as
 * `multipart/mixed;subscriptionSpec="1.0"`. Yoga's own matching ignores parameters.
 * @param parameter in lower case, for example `subscriptionspec=1.0`.
 */
export function acceptsVariant(headers: Headers, mediaType: string, parameter: string): boolean {
  const ranges = (headers.get('accept') ?? '').toLowerCase().split(',')
  return ranges.some((range) => {
    const [type, ...parameters] = range.split(';').map((part) => part.trim().replaceAll('"', ''))
    return type === mediaType && parameters.includes(parameter)
  })
}
