/** Validator of one kind of manifest, by the OpenAPI schema of Kubernetes. */
export interface ManifestValidator {
  (data: unknown): boolean
  readonly errors?: readonly { readonly instancePath: string; readonly message?: string }[] | null
}

/**
 * Returns the problems of a manifest: violations of the schema, and unknown fields, which the API server rejects but the
 * validator ignores. It never reads them, so a proxy finds the fields that are not read.
 */
export function checkManifest(validate: ManifestValidator, data: unknown): readonly string[] {
  const read = new Set<string>()
  if (!validate(observed(data, '', read)))
    return (validate.errors ?? []).map(
      ({ instancePath, message }) => `${instancePath} ${message ?? 'is invalid'}`,
    )
  return pathsIn(data, '')
    .filter((path) => !read.has(path))
    .map((path) => `${path} is not a field`)
}

/** Wraps a value so that the paths of all reads below it are recorded. */
function observed(value: unknown, path: string, read: Set<string>): unknown {
  if (typeof value !== 'object' || value === null) return value
  return new Proxy(value, {
    get(target, key, receiver) {
      const member: unknown = Reflect.get(target, key, receiver)
      if (typeof key !== 'string' || !Object.hasOwn(target, key)) return member
      read.add(`${path}/${key}`)
      return observed(member, `${path}/${key}`, read)
    },
  })
}

function pathsIn(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, member]) => [
    `${path}/${key}`,
    ...pathsIn(member, `${path}/${key}`),
  ])
}
