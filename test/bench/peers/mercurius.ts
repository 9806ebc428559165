import { fastify } from 'fastify'
import { GraphQLScalarType } from 'graphql'
import { mercurius } from 'mercurius'
import { createAccount, type MeasuredBuilder, type MeasuredImage } from '../account.ts'
import {
  type ImageBuildersArguments,
  type ImagesArguments,
  parseDateTime,
  typeDefinitions,
} from '../servers/type-definitions.ts'

// Fast GraphQL server with all data in memory: mercurius on fastify, which compiles a query with graphql-jit on its
// first execution. It makes no AWS call, checks no token and writes no log. The argument is the number of images.
const account = createAccount(Number(process.argv[2]))

/** Stored objects refer to each other and carry their creation time as a number: resolvers look nothing up. */
interface StoredImage extends MeasuredImage {
  readonly createdMs: number
  imageBuilder: StoredBuilder | null
}
interface StoredBuilder extends MeasuredBuilder {
  readonly createdMs: number
  readonly image: StoredImage | null
}

const images = account.images.map(
  (image): StoredImage => ({
    ...image,
    createdMs: Date.parse(image.createdTime),
    imageBuilder: null,
  }),
)
const imageByName = new Map(images.map((image) => [image.name, image]))
const imageBuilders = account.imageBuilders.map(
  (imageBuilder): StoredBuilder => ({
    ...imageBuilder,
    createdMs: Date.parse(imageBuilder.createdTime),
    image: imageByName.get(imageBuilder.imageName) ?? null,
  }),
)
const builderByName = new Map(imageBuilders.map((imageBuilder) => [imageBuilder.name, imageBuilder]))
for (const image of images) image.imageBuilder = builderByName.get(image.imageBuilderName) ?? null
const newestFirst = images.toSorted((one, other) => other.createdMs - one.createdMs)

const server = fastify()
await server.register(mercurius, {
  schema: typeDefinitions,
  jit: 1,
  resolvers: {
    DateTime: new GraphQLScalarType({ name: 'DateTime', parseValue: parseDateTime }),
    Query: {
      imageBuilders: (_root, { first, filter }: ImageBuildersArguments) => {
        const createdBefore = filter?.createdBefore ?? Number.POSITIVE_INFINITY
        return { nodes: imageBuilders.filter(({ createdMs }) => createdMs < createdBefore).slice(0, first) }
      },
      images: (_root, { first, filter }: ImagesArguments) => {
        const { namePrefix, createdBefore = Number.POSITIVE_INFINITY } = filter
        const nodes: StoredImage[] = []
        for (const image of newestFirst) {
          if (nodes.length === first) break
          if (image.createdMs < createdBefore && image.name.startsWith(namePrefix)) nodes.push(image)
        }
        return { nodes }
      },
    },
  },
})
await server.listen({ port: 0, host: '127.0.0.1' })
console.log(`${server.listeningOrigin}/graphql is ready`)
