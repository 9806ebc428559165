import type { Image, ImageBuilder } from '@aws-sdk/client-appstream'
import DataLoader from 'dataloader'
import { createSchema } from 'graphql-yoga'
import { type AppStream, maxImagesPerCall, newestOf } from './appstream.ts'

/** State shared by the resolvers of one request. */
export interface PlainContext {
  readonly listImages: () => Promise<readonly Image[]>
  /** Lists all builders once per request: a lookup by name fails if one name is missing. */
  readonly listImageBuilders: () => Promise<readonly ImageBuilder[]>
  readonly imageByArn: DataLoader<string, Image | null>
}

/** Creates a request's loaders. */
export function createPlainContext(appStream: AppStream): PlainContext {
  let imageBuilders: Promise<readonly ImageBuilder[]> | undefined
  return {
    listImages: appStream.listImages,
    listImageBuilders: () => {
      imageBuilders ??= appStream.listImageBuilders()
      return imageBuilders
    },
    imageByArn: new DataLoader(
      async (arns: readonly string[]) => {
        const images = new Map((await appStream.describeImages(arns)).map((image) => [image.Arn, image]))
        return arns.map((arn) => images.get(arn) ?? null)
      },
      { maxBatchSize: maxImagesPerCall },
    ),
  }
}

const typeDefs = /* GraphQL */ `
  type Query {
    imageBuilders(first: Int!): ImageBuilderConnection!
    images(first: Int!, filter: ImageFilter!, orderBy: ImageOrder!): ImageConnection!
  }
  type ImageBuilderConnection { nodes: [ImageBuilder!]! }
  type ImageConnection { nodes: [Image!]! }
  type ImageBuilder { name: String!, image: Image }
  type Image { name: String!, state: String, createdTime: String, imageBuilder: ImageBuilder }
  input ImageFilter { namePrefix: String! }
  input ImageOrder { field: ImageOrderField!, direction: OrderDirection! }
  enum ImageOrderField { CREATED_TIME }
  enum OrderDirection { DESC }
`

interface ImagesArguments {
  readonly first: number
  readonly filter: { readonly namePrefix: string }
}

/** Schema as written in an afternoon: resolvers over the SDK. */
export const plainSchema = createSchema<PlainContext>({
  typeDefs,
  resolvers: {
    Query: {
      imageBuilders: async (_root, { first }: { first: number }, { listImageBuilders }) => ({
        nodes: (await listImageBuilders()).slice(0, first),
      }),
      images: async (_root, { first, filter }: ImagesArguments, { listImages }) => ({
        nodes: newestOf(await listImages(), filter.namePrefix).slice(0, first),
      }),
    },
    ImageBuilder: {
      name: ({ Name }: ImageBuilder) => Name,
      image: ({ ImageArn }: ImageBuilder, _args, { imageByArn }) =>
        ImageArn === undefined ? null : imageByArn.load(ImageArn),
    },
    Image: {
      name: ({ Name }: Image) => Name,
      state: ({ State }: Image) => State,
      createdTime: ({ CreatedTime }: Image) => CreatedTime?.toISOString(),
      imageBuilder: async ({ ImageBuilderName }: Image, _args, { listImageBuilders }) =>
        (await listImageBuilders()).find(({ Name }) => Name === ImageBuilderName),
    },
  },
})
