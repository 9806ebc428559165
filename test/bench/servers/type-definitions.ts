/** Part of the gateway's schema that the measured queries need; the other GraphQL servers implement it. */
export const typeDefinitions = /* GraphQL */ `
  scalar DateTime
  type Query {
    imageBuilders(first: Int!, filter: ImageBuilderFilter): ImageBuilderConnection!
    images(first: Int!, filter: ImageFilter!, orderBy: ImageOrder!): ImageConnection!
  }
  type ImageBuilderConnection { nodes: [ImageBuilder!]! }
  type ImageConnection { nodes: [Image!]! }
  type ImageBuilder { name: String!, state: String, image: Image }
  type Image { name: String!, state: String, createdTime: String, imageBuilder: ImageBuilder }
  input ImageBuilderFilter { createdBefore: DateTime }
  input ImageFilter { namePrefix: String!, createdBefore: DateTime }
  input ImageOrder { field: ImageOrderField!, direction: OrderDirection! }
  enum ImageOrderField { CREATED_TIME }
  enum OrderDirection { DESC }
`

/** Arguments of `Query.imageBuilders`. */
export interface ImageBuildersArguments {
  readonly first: number
  readonly filter?: { readonly createdBefore?: number } | null
}

/** Arguments of `Query.images`. */
export interface ImagesArguments {
  readonly first: number
  readonly filter: { readonly namePrefix: string; readonly createdBefore?: number }
}

/** Parses a DateTime variable into epoch milliseconds. Each server builds its scalar with its own copy of graphql. */
export function parseDateTime(value: unknown): number {
  const ms = typeof value === 'string' ? Date.parse(value) : Number.NaN
  if (Number.isNaN(ms)) throw new TypeError('A DateTime is a string such as "2026-10-01T08:00:00Z".')
  return ms
}
