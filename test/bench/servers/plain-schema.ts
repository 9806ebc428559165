import type { Image, ImageBuilder } from '@aws-sdk/client-appstream'
import DataLoader from 'dataloader'
import { GraphQLScalarType } from 'graphql'
import { createSchema } from 'graphql-yoga'
import { type AppStream, isBefore, maxImagesPerCall, newestOf } from './appstream.ts'
import {
  type ImageBuildersArguments,
  type ImagesArguments,
  parseDateTime,
  typeDefinitions,
} from './type-definitions.ts'

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

/** Schema as written in an afternoon: resolvers over the SDK. */
export const plainSchema = createSchema<PlainContext>({
  typeDefs: typeDefinitions,
  resolvers: {
    DateTime: new GraphQLScalarType({ name: 'DateTime', parseValue: parseDateTime }),
    Query: {
      imageBuilders: async (_root, { first, filter }: ImageBuildersArguments, { listImageBuilders }) => ({
        nodes: (await listImageBuilders()).filter(isBefore(filter?.createdBefore)).slice(0, first),
      }),
      images: async (_root, { first, filter }: ImagesArguments, { listImages }) => ({
        nodes: newestOf((await listImages()).filter(isBefore(filter.createdBefore)), filter.namePrefix).slice(
          0,
          first,
        ),
      }),
    },
    ImageBuilder: {
      name: ({ Name }: ImageBuilder) => Name,
      state: ({ State }: ImageBuilder) => State,
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
